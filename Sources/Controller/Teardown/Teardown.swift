package import Model
package import Store

/// Takes down everything that a state folder's installation made, as `rondo down` asks.
///
/// Needs no budget, but leaves what is protected, and releases what is to be retained.
package struct Teardown: Sendable {
    /// What happened to each instance and object.
    package struct Report: Sendable {
        package var deleted: [ObservedInstance] = []
        /// They run on, tagged `rondo:released`, and are Rondo's no longer.
        package var released: [ObservedInstance] = []
        /// With why it was left.
        package var left: [(instance: ObservedInstance, reason: String)] = []
        package var forgotten: [ObjectIdentity] = []
        package var failed: [(instance: ObservedInstance, reason: String)] = []

        package init() {}
    }

    private let installation: InstallationID
    private let store: Store
    private let providers: [any CloudProvider]
    /// nil takes down the whole installation.
    private let source: String?
    private let time: MonotonicTime
    private let waits: @Sendable (ProviderName, Duration) -> Void

    /// - Parameters:
    ///   - source: Only what the objects of this source made.
    ///   - waits: Called before a provider's lists are given time to show what is known.
    package init(
        installation: InstallationID, store: Store, providers: [any CloudProvider], source: String? = nil,
        time: MonotonicTime = .system, waits: @escaping @Sendable (ProviderName, Duration) -> Void = { _, _ in }
    ) {
        self.waits = waits
        self.source = source
        self.time = time
        self.installation = installation
        self.store = store
        self.providers = providers
    }

    /// Everything that exists, by tag: what would be taken down.
    package func instances() async throws -> [ObservedInstance] {
        var found: [ObservedInstance] = []
        for provider in providers { found += try await provider.list(installation: installation) }
        return found.sorted { ($0.tags.object, $0.tags.ordinal) < ($1.tags.object, $1.tags.ordinal) }
    }

    /// - Parameter progress: Called after each instance that was ended.
    package func run(progress: @Sendable (ObservedInstance) -> Void) async throws -> Report {
        var report = Report()
        let concerned = try await store.objects().filter { source == nil || $0.source == source }
        let objects = Dictionary(
            concerned.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        for provider in providers {
            for instance in try await everything(at: provider).sorted(by: { $0.id < $1.id })
            where source == nil || objects[instance.tags.object] != nil {
                let object = objects[instance.tags.object]
                if Self.isProtected(instance, object) {
                    report.left.append((instance, "protected by rondo.dev/prune"))
                } else {
                    await takeDown(
                        instance, releasing: Self.isRetained(instance, object), with: provider, into: &report,
                        progress: progress)
                }
            }
        }
        let kept = Set((report.left.map(\.instance) + report.failed.map(\.instance)).map(\.tags.object))
        for object in concerned.reversed() where !kept.contains(object.identity) {
            try await store.deleteObject(object.identity)
            try await store.forgetLosses(of: object.identity)
            try await store.deleteAlert(object.identity)
            report.forgotten.append(object.identity)
        }
        let forgotten = Set(report.forgotten)
        let open = try await store.openDrift().filter { record in
            guard let object = record.finding.object else { return source != nil }
            return source == nil ? kept.contains(object) : !forgotten.contains(object)
        }
        try await store.saveOpenDrift(open)
        for request in try await store.runRequests() where source == nil || forgotten.contains(request.key.suite) {
            try await store.deleteRunRequest(request.run)
        }
        if let source, forgotten.count == concerned.count { try await store.deleteSource(source) }
        return report
    }

    /// What the provider lists, and what is known to have been made there and is not shown: lists are late, and what
    /// is forgotten before it is shown runs on for nobody.
    private func everything(at provider: any CloudProvider) async throws -> [ObservedInstance] {
        var listed = try await provider.list(installation: installation)
        let known = try await store.instances().filter { $0.provider == provider.name && $0.isAlive }
        let objects = Set(try await store.objects().filter { $0.isAt(provider.name) }.map(\.identity))
        let intents = try await store.openIntents().filter { objects.contains($0.tags.object) }
        func unlisted() -> [ObservedInstance] {
            let ids = Set(listed.map(\.id))
            return known.filter { !ids.contains($0.id) }
        }
        let pause = provider.terms.consistency
        let isLate = pause > .zero
        guard isLate && !unlisted().isEmpty || !intents.isEmpty else { return listed }
        if isLate {
            waits(provider.name, pause)
            try await time.sleep(time.now().advanced(by: pause))
            listed = try await provider.list(installation: installation)
        }
        // Now nothing can turn up any more: what it made is listed, or it made nothing.
        for intent in intents { try await store.failIntent(intent.id) }
        return isLate ? listed + unlisted() : listed
    }

    private func takeDown(
        _ instance: ObservedInstance, releasing: Bool, with provider: any CloudProvider, into report: inout Report,
        progress: @Sendable (ObservedInstance) -> Void
    ) async {
        do {
            try await AccountCheck.check(instance, with: provider)
            if releasing {
                try await provider.release(instance.id)
            } else {
                try await provider.terminate(instance.id)
            }
            try await store.deleteInstance(instance.id)
            try await store.deleteWorker(WorkerRegistry.id(of: instance.tags))
            if releasing {
                report.released.append(instance)
            } else {
                report.deleted.append(instance)
                progress(instance)
            }
        } catch {
            report.failed.append((instance, "\(error)"))
        }
    }

    /// Tags say it as it was, the status what is remembered, the manifest as it is now; each of them protects.
    private static func isProtected(_ instance: ObservedInstance, _ object: ObservedObject?) -> Bool {
        if object?.declared.annotations["rondo.dev/prune"] == "disabled" { return true }
        return object?.status.protected ?? instance.tags.protected
    }

    private static func isRetained(_ instance: ObservedInstance, _ object: ObservedObject?) -> Bool {
        if case .cloudResource(let spec)? = object?.declared.spec, spec.deletionPolicy == .retain { return true }
        return instance.tags.deletionPolicy == .retain
    }
}

extension ObservedObject {
    /// Whether it makes instances at a provider.
    fileprivate func isAt(_ provider: ProviderName) -> Bool {
        guard case .cloudResource(let spec) = declared.spec else { return false }
        return spec.provider == provider
    }
}
