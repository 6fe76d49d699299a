import Access
import Foundation
import Model
import Store
import TestSupport

/// One random history: commits, faults, crashes and restarts, then quiet, then the account of what stands.
struct History: Sendable {
    struct Outcome: Sendable {
        let seed: UInt64
        let violations: [String]
        /// Of the virtual clock.
        let simulated: Duration
        let lives: Int
        /// Steps at which a controller could have been killed.
        let steps: Int
        let digest: UInt64
        let tail: [String]
    }

    let seed: UInt64
    let identity: InstallationIdentity
    let isPrinted: Bool
    let showsSteps: Bool

    /// Runs it to its end on this thread.
    func run() throws -> Outcome {
        let time = VirtualTime()
        let chronicle = Chronicle(time: time, isPrinted: isPrinted, showsSteps: showsSteps)
        let folder = try TemporaryDirectory()
        do {
            return try SeededExecutor.shared.run(seed: seed, time: time, mostJobs: 20_000_000) {
                var teller = try Teller(
                    seed: seed, identity: identity, time: time, chronicle: chronicle, folder: folder.url)
                return try await teller.tell()
            }
        } catch {
            return Outcome(
                seed: seed, violations: ["\(error)"], simulated: time.elapsed, lives: 0, steps: 0,
                digest: chronicle.digest, tail: chronicle.tail)
        }
    }
}
