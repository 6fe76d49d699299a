package import Caching
import Foundation
package import Model
package import Store

/// Brings files of attempts from the controller's disk into the buckets of their Environments, in the background.
///
/// What is to be brought stands in `control.db` since the result was recorded, so that nothing is lost whatever ends the
/// process; at most the same file is put twice. While a bucket does not take files they stay on the disk, and are tried
/// again later and later.
package actor ArtifactUploader {
    private let store: Store
    private let disk: DiskArtifacts
    private let buckets: ArtifactBuckets
    private let clock: any WallClock
    private let time: MonotonicTime
    private let jitter: @Sendable () -> Double
    private let report: @Sendable (Event) -> Void
    private let changed: @Sendable () -> Void
    private nonisolated let wake: Wake
    private var pauses = UploadPauses<ObjectIdentity>()
    /// Of single files by their number, so that some which always fail do not stand before all others.
    private var files: [ObjectIdentity: UploadPauses<Int64>] = [:]
    /// Rules of expiry that were refused are tried again when the Environment changes, or after a restart.
    private var refusedRules: [ObjectIdentity: ExpiryRule?] = [:]
    /// Environments of whose rule it was told that it is not in force.
    private var toldRules: Set<ObjectIdentity> = []
    /// Environments of which it is to be looked whether their rule of expiry is what they say.
    private var unsettled: [ObjectIdentity: DeclaredObject] = [:]
    /// Why files of Environments wait.
    private var reasons: [ObjectIdentity: String] = [:]
    private var waiting: [ObjectIdentity: WaitingArtifacts] = [:]
    private var current: Task<Void, Never>?

    /// Files that are on their way to one bucket at a time.
    private static let width = 4
    private static let batch = 200
    /// Looks also when nobody rings.
    private static let idle = Duration.seconds(60)

    /// - Parameter changed: called when other files wait than before, or for another reason.
    package init(
        store: Store, disk: DiskArtifacts, buckets: ArtifactBuckets, clock: any WallClock,
        time: MonotonicTime = .system, jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        report: @escaping @Sendable (Event) -> Void, changed: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.disk = disk
        self.buckets = buckets
        self.clock = clock
        self.time = time
        self.jitter = jitter
        self.report = report
        self.changed = changed
        wake = Wake(time: time)
    }

    /// There may be something to bring.
    package nonisolated func ring() { wake.ring() }

    /// An Environment is in force: what failed before may succeed now, and its retention may be another.
    package func settle(_ environment: DeclaredObject) {
        let identity = environment.identity
        pauses.forgive(identity, now: time.now())
        files[identity] = nil
        reasons[identity] = nil
        refusedRules[identity] = nil
        toldRules.remove(identity)
        unsettled[identity] = environment
        wake.ring()
    }

    /// What waits for a bucket that did not take it, by Environment.
    package func waitingArtifacts() -> [ObjectIdentity: WaitingArtifacts] { waiting }

    /// Until it is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let began = time.now()
            await pass()
            // A pause that was over by then is no reason to look again: the store could not be read.
            let due = (files.values.map { $0.next(after: began) } + [pauses.next(after: began)]).compactMap(\.self)
                .min()
            let idle = time.now().advanced(by: Self.idle)
            await wake.wait(until: min(idle, due ?? idle))
        }
    }

    /// Returns when everything that a bucket takes now is there; one pass at a time, whoever asks. It ends early when one
    /// who waits for it is cancelled: what is under way is broken off and stays on the disk.
    package func pass() async {
        while let current, !Task.isCancelled { await Self.end(of: current) }
        guard !Task.isCancelled else { return }
        let task = Task {
            await setRules()
            await bring()
            await count()
            // Before anybody who waits goes on.
            current = nil
        }
        current = task
        await Self.end(of: task)
    }

    private static func end(of task: Task<Void, Never>) async {
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func bring() async {
        // What fails in this pass is not tried again in it, however long it takes.
        let began = time.now()
        while !Task.isCancelled {
            let found: [Store.OpenUpload]
            do {
                found = try await store.openUploads(
                    besides: pauses.waiting(at: began),
                    without: files.values.reduce(into: []) { $0.formUnion($1.waiting(at: began)) },
                    last: files.values.reduce(into: []) { $0.formUnion($1.subjects) }, limit: Self.batch)
            } catch {
                return
            }
            guard !found.isEmpty else { return }
            let groups = Dictionary(grouping: found) { $0.upload.bucket.environment }
            for (environment, uploads) in groups.sorted(by: { $0.key < $1.key }) {
                do {
                    try await bring(uploads, of: environment)
                    guard !Task.isCancelled else { return }
                    // Others of its files that failed before may still wait.
                    if files[environment]?.subjects.isEmpty ?? true {
                        reasons[environment] = nil
                        if pauses.succeeded(environment) {
                            tell(environment, .artifactsKept, "its bucket takes files again")
                        }
                    }
                } catch {
                    // What was broken off did not fail.
                    guard !Task.isCancelled else { return }
                    let part = error as? SomeFailed
                    let message = message(of: part?.first ?? error, uploads.first?.environment)
                    reasons[environment] = reasons[environment] ?? message
                    let isFirst =
                        part != nil
                        ? pauses.failedInPart(environment, at: began)
                        : pauses.failed(environment, now: time.now(), jitter: jitter())
                    if isFirst {
                        tell(
                            environment, .artifactsWaiting,
                            "artifacts wait on the controller's disk and are tried again: \(message)")
                    }
                }
            }
        }
    }

    /// Some files of an Environment did not come into their bucket, and others did.
    private struct SomeFailed: Error {
        let first: any Error
    }

    /// Throws what kept one from its bucket. One that fails among others that succeed, such as one that the disk has
    /// damaged, holds nothing up; where none succeeds, those after them are not tried now, unless all of these are known to
    /// fail.
    private func bring(_ uploads: [Store.OpenUpload], of environment: ObjectIdentity) async throws {
        var opened: [ArtifactBucket: any BucketStore] = [:]
        var failure: (any Error)?
        var rest = uploads[...]
        while !rest.isEmpty, !Task.isCancelled {
            var batch: [(number: Int64, upload: ArtifactUpload, bucket: any BucketStore)] = []
            for open in rest.prefix(Self.width) {
                guard let upload = Self.target(of: open) else {
                    try await store.dropUpload(open.upload)
                    _ = files[environment]?.succeeded(open.number)
                    continue
                }
                if opened[upload.bucket] == nil {
                    let bucket = try await buckets.open(upload.bucket)
                    // One that could not be set is tried once a pass.
                    if unsettled[environment] == nil { await setExpiry(upload.bucket, open.environment) { bucket } }
                    opened[upload.bucket] = bucket
                }
                if let bucket = opened[upload.bucket] { batch.append((open.number, upload, bucket)) }
            }
            rest = rest.dropFirst(Self.width)
            let known = files[environment]?.subjects ?? []
            let failures = await withTaskGroup(of: UploadEnd.self) { group in
                for (number, upload, bucket) in batch {
                    group.addTask { await UploadEnd(number: number, error: self.failure(of: upload, bucket)) }
                }
                var failures: [any Error] = []
                for await ended in group {
                    guard let error = ended.error else {
                        _ = files[environment]?.succeeded(ended.number)
                        continue
                    }
                    failures.append(error)
                    guard !Task.isCancelled else { continue }
                    _ = files[environment, default: UploadPauses()].failed(
                        ended.number, now: time.now(), jitter: jitter())
                }
                return failures
            }
            failure = failure ?? failures.first
            if let first = failures.first, failures.count == batch.count {
                throw batch.allSatisfy { known.contains($0.number) } ? SomeFailed(first: first) : first
            }
        }
        if let failure { throw SomeFailed(first: failure) }
    }

    /// Why one was not brought; nil when it was.
    private func failure(of upload: ArtifactUpload, _ bucket: any BucketStore) async -> (any Error)? {
        do {
            try await bring(upload, bucket)
            return nil
        } catch {
            return error
        }
    }

    private func bring(_ upload: ArtifactUpload, _ bucket: any BucketStore) async throws {
        guard let file = await disk.file(of: upload.artifact) else {
            tell(
                upload.bucket.environment, .artifactsWaiting,
                "`\(upload.artifact.path)` of run \(upload.run) is lost: it is not on the disk any more")
            return try await store.dropUpload(upload)
        }
        try await bucket.put(file, as: upload.key)
        try await store.finishUpload(upload.uploaded(at: clock.now(), region: bucket.region))
    }

    /// Where it goes by what its Environment says now, so that a name that was wrong can be put right; by what it said
    /// where it is gone. nil when files are to stay on the disk.
    static func target(of open: Store.OpenUpload) -> ArtifactUpload? {
        guard let environment = open.environment else { return open.upload }
        guard let bucket = ArtifactBucket(of: environment) else { return nil }
        return bucket == open.upload.bucket ? open.upload : open.upload.to(bucket)
    }

    /// How many wait, where some do.
    private func count() async {
        guard !reasons.isEmpty || !waiting.isEmpty, let counts = try? await store.openUploadCounts() else { return }
        reasons = reasons.filter { counts[$0.key] != nil }
        var found: [ObjectIdentity: WaitingArtifacts] = [:]
        for (environment, reason) in reasons {
            found[environment] = WaitingArtifacts(count: counts[environment] ?? 0, reason: reason)
        }
        guard found != waiting else { return }
        waiting = found
        changed()
    }

    /// Has buckets remove what is old, as Environments say that came into force since.
    private func setRules() async {
        for (identity, environment) in unsettled.sorted(by: { $0.key < $1.key }) {
            unsettled[identity] = nil
            guard let bucket = ArtifactBucket(of: environment) else { continue }
            await setExpiry(bucket, environment) { try await self.buckets.open(bucket) }
        }
    }

    /// Has the bucket remove what is old, once and again when that changed. Where it can't be said, files are brought
    /// there all the same.
    private func setExpiry(
        _ bucket: ArtifactBucket, _ environment: DeclaredObject?, _ open: () async throws -> any BucketStore
    ) async {
        let id = "rondo: \(bucket.folder)"
        let wanted = bucket.expiry
        if let refused = refusedRules[bucket.environment], refused == wanted { return }
        do {
            guard try await store.expiryRule(id, in: bucket.place) != wanted else { return }
            try await open().expire(id, wanted)
            try await store.saveExpiryRule(id, in: bucket.place, wanted)
            toldRules.remove(bucket.environment)
        } catch {
            guard !Task.isCancelled else { return }
            switch (error as? any ClassifiedCloudError)?.fault ?? .refused {
            case .refused: refusedRules[bucket.environment] = wanted
            // It may be said at the next pass.
            case .unavailable, .throttled, .noCapacity, .underWay: unsettled[bucket.environment] = environment
            }
            guard toldRules.insert(bucket.environment).inserted else { return }
            tell(
                bucket.environment, .artifactsWaiting,
                "`artifacts.retention` is not in force, files stay until somebody removes them: "
                    + message(of: error, environment))
        }
    }

    private func tell(_ environment: ObjectIdentity, _ reason: ConditionReason, _ message: String) {
        report(
            Event(
                time: clock.now(), object: environment, severity: reason == .artifactsKept ? .normal : .warning,
                reason: reason, message: message))
    }

    /// With the place of the field that is to blame, where one is.
    private func message(of error: any Error, _ environment: DeclaredObject?) -> String {
        guard let error = error as? any FieldError, let environment else { return "\(error)" }
        let place = environment.fieldLocations[error.field] ?? environment.location
        return "\(place): \(error.field): \(error)"
    }
}

/// How one of several uploads ended; no tuple, which a release build of Swift 6.3.1 got wrong in a place like this.
private struct UploadEnd: Sendable {
    let number: Int64
    let error: (any Error)?
}
