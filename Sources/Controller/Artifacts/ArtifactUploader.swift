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
    private var pauses = UploadPauses()
    /// Rules of expiry that could not be set are tried again when the Environment changes, or after a restart.
    private var refusedRules: [ObjectIdentity: ExpiryRule?] = [:]
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
            await pass()
            let idle = time.now().advanced(by: Self.idle)
            await wake.wait(until: min(idle, pauses.next ?? idle))
        }
    }

    /// Returns when everything that a bucket takes now is there; one pass at a time, whoever asks.
    package func pass() async {
        while let current { await current.value }
        let task = Task {
            await setRules()
            await bring()
            await count()
            // Before anybody who waits goes on.
            current = nil
        }
        current = task
        await task.value
    }

    private func bring() async {
        while true {
            let found: [Store.OpenUpload]
            do {
                found = try await store.openUploads(besides: pauses.waiting(at: time.now()), limit: Self.batch)
            } catch {
                return
            }
            guard !found.isEmpty else { return }
            let groups = Dictionary(grouping: found) { $0.upload.bucket.environment }
            for (environment, uploads) in groups.sorted(by: { $0.key < $1.key }) {
                do {
                    try await bring(uploads, of: environment)
                    reasons[environment] = nil
                    if pauses.succeeded(environment) {
                        tell(environment, .artifactsKept, "its bucket takes files again")
                    }
                } catch {
                    let message = message(of: error, uploads.first?.environment)
                    reasons[environment] = reasons[environment] ?? message
                    if pauses.failed(environment, now: time.now(), jitter: jitter()) {
                        tell(
                            environment, .artifactsWaiting,
                            "artifacts wait on the controller's disk and are tried again: \(message)")
                    }
                }
            }
        }
    }

    /// Throws what kept one from its bucket. One that fails among others that succeed, such as one that the disk has
    /// damaged, holds nothing up; where none succeeds, those after them are not tried now.
    private func bring(_ uploads: [Store.OpenUpload], of environment: ObjectIdentity) async throws {
        var opened: [ArtifactBucket: any BucketStore] = [:]
        var failure: (any Error)?
        var rest = uploads[...]
        while !rest.isEmpty {
            var batch: [(upload: ArtifactUpload, bucket: any BucketStore)] = []
            for open in rest.prefix(Self.width) {
                guard let upload = Self.target(of: open) else {
                    try await store.dropUpload(open.upload)
                    continue
                }
                if opened[upload.bucket] == nil {
                    let bucket = try await buckets.open(upload.bucket)
                    await setExpiry(upload.bucket, open.environment) { bucket }
                    opened[upload.bucket] = bucket
                }
                if let bucket = opened[upload.bucket] { batch.append((upload, bucket)) }
            }
            rest = rest.dropFirst(Self.width)
            let results = await withTaskGroup(of: Result<Void, any Error>.self) { group in
                for (upload, bucket) in batch {
                    group.addTask { await Result { try await self.bring(upload, bucket) } }
                }
                var ended: [Result<Void, any Error>] = []
                while let result = await group.next() { ended.append(result) }
                return ended
            }
            let failures = results.compactMap { result -> (any Error)? in
                guard case .failure(let error) = result else { return nil }
                return error
            }
            failure = failure ?? failures.first
            if let failure, failures.count == results.count { throw failure }
        }
        if let failure { throw failure }
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
            switch (error as? any ClassifiedCloudError)?.fault ?? .refused {
            case .refused: refusedRules[bucket.environment] = wanted
            // It may be said at the next pass.
            case .unavailable, .throttled, .noCapacity: unsettled[bucket.environment] = environment
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
