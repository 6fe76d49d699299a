package import API
package import Foundation
import Logging
package import Model
import TestExecution

/// Carries out one attempt with its working files in a folder that is removed afterwards.
///
/// It never throws: whatever goes wrong is the attempt's outcome. Cancelling its task ends the attempt's processes. The
/// sinks get nothing after it returned.
package typealias RunAttempt = @Sendable (LeaseGrant, _ scratch: URL, _ sinks: AttemptSinks) async -> TaskResult

/// One granted lease from scratch folder to accepted result.
struct AttemptRunner: Sendable {
    let link: ControllerLink
    let attempts: AttemptRegistry
    let scratchDirectory: URL
    let runAttempt: RunAttempt
    let layout: ScratchLayout
    let artifacts: ArtifactSender
    let reporter: ResultReporter
    let logPatience: Duration
    let logger: Logger

    func run(_ grant: LeaseGrant) async {
        let log = AttemptLog(of: grant.lease, link: link, patience: logPatience, logger: logger)
        defer { log.release() }
        let cases = CaseSender(of: grant.lease, link: link, selfEnd: reporter.selfEnd, logger: logger)
        let sinks = AttemptSinks(log: log.sink, cases: cases.sink)
        let work = Task { await runInScratch(grant, sinks) }
        guard attempts.take(grant.lease, stop: { work.cancel() }) else { return work.cancel() }
        defer { attempts.release(grant.lease) }
        logger.info("attempt started", metadata: metadata(of: grant))
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        logger.info(
            "attempt ended",
            metadata: metadata(of: grant).merging([
                "outcome": "\(result.outcome.rawValue)", "duration": "\(result.duration)",
            ]) { $1 })
        // Before the result, after which the run may have ended and nobody waits for more of the log.
        await log.close()
        await reporter.deliver(result, for: grant.lease)
    }

    private func runInScratch(_ grant: LeaseGrant, _ sinks: AttemptSinks) async -> TaskResult {
        let scratch = scratchDirectory.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(
                at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            return TaskResult(
                outcome: .errored, startedAt: Date(), duration: .milliseconds(0),
                message: "the worker cannot make a scratch folder: \(error)")
        }
        defer {
            if !ScratchFolder.remove(scratch) {
                logger.warning(
                    "files of an attempt stay", metadata: ["folder": "\(scratch.path(percentEncoded: false))"])
            }
        }
        do {
            try await layout.lay(grant.files ?? [], of: grant.lease, into: scratch)
        } catch {
            let isCancelled = error is CancellationError
            return TaskResult(
                outcome: isCancelled ? .cancelled : .errored, startedAt: Date(), duration: .milliseconds(0),
                message: isCancelled
                    ? "the attempt was cancelled before it started" : "its files can't be laid out: \(error)")
        }
        let result = await runAttempt(grant, scratch, sinks)
        return await artifacts.keep(result, of: grant, in: scratch, log: sinks.log)
    }

    private func metadata(of grant: LeaseGrant) -> Logger.Metadata {
        [
            "run": "\(grant.run)", "test": "\(grant.definition.name)", "suite": "\(grant.suite)",
            "attempt": "\(grant.attempt)",
        ]
    }
}
