import Foundation
package import Model

/// VMs of Amazon EC2, in every account and region that environments name.
package actor EC2Provider: CloudProvider {
    package nonisolated let name = ProviderName.aws
    /// The steady rates of "Request throttling for the Amazon EC2 API", and how late its lists may be
    /// ("Eventual consistency in the Amazon EC2 API").
    package nonisolated let terms = CloudTerms(
        callsPerSecond: 20, burst: 50, deadline: .seconds(180), consistency: .seconds(20))
    package nonisolated var changesInPlace: Set<InstanceField> { Self.changesInPlace }
    package static let changesInPlace: Set<InstanceField> = [.instanceType, .tags, .securityGroups]

    private let regions: EC2Regions
    /// nil where no instance can become a worker.
    private let boot: WorkerBoot?
    private let time: MonotonicTime
    /// Pauses of waiting for a state: from the first to at most the last.
    private let patience: (first: Duration, last: Duration, limit: Duration)
    private var places: [CloudPlace] = []
    /// Places whose instances were seen since this process started.
    private var seen: Set<CloudPlace> = []
    /// Where each instance that was seen is.
    private var homes: [InstanceID: CloudPlace] = [:]
    private var machines: [InstanceID: EC2Instance] = [:]
    /// When instances were made, as far as lists and calls may not show them yet.
    private var newcomers: [InstanceID: MonotonicInstant] = [:]
    private let begun: MonotonicInstant
    /// Types that could not be set, so that nothing is stopped again and again for one.
    private var refusedTypes: [InstanceID: RefusedType] = [:]

    package init(accounts: AWSAccounts, boot: WorkerBoot? = nil) {
        time = accounts.surroundings.time
        begun = time.now()
        regions = EC2Regions(accounts: accounts, time: accounts.surroundings.time)
        self.boot = boot
        patience = (.milliseconds(500), .seconds(5), .seconds(150))
    }

    // MARK: Looking

    /// Async, since the default of the protocol would be preferred to it otherwise.
    ///
    /// A place stays as long as an instance is known in it, whatever environments say of it meanwhile.
    package func look(in places: [CloudPlace]) async {
        let left = self.places.filter { old in
            !places.contains(old) && homes.contains { $0.value == old && machines[$0.key]?.isAlive == true }
        }
        self.places = places + left
    }

    package func list(installation: InstallationID) async throws -> [ObservedInstance] {
        let survey = try await survey(installation: installation)
        if let spot = survey.blindSpots.first { throw EC2Blindness(spot) }
        return survey.instances.filter { $0.state != .terminated }
    }

    package func survey(installation: InstallationID) async throws -> InstanceSurvey {
        let groups = EC2Regions.groups(places)
        var instances: [InstanceID: ObservedInstance] = [:]
        var spots: [InstanceSurvey.BlindSpot] = []
        var failure: (any Error)?
        let results = await looks(at: groups, installation)
        for (group, result) in zip(groups, results) {
            switch result {
            case .success(let found):
                // One that several ways of signing in show is at the first: what its environment says now.
                for instance in found where instances[instance.id] == nil {
                    instances[instance.id] = instance
                    homes[instance.id] = instance.place
                }
            case .failure(let error):
                failure = error
                spots += group.map { InstanceSurvey.BlindSpot(place: $0, reason: "\(error)") }
            case nil: break
            }
        }
        if let failure, spots.count == groups.joined().count { throw failure }
        return InstanceSurvey(
            instances: instances.values.sorted { $0.id < $1.id },
            blindSpots: spots.sorted { $0.place.description < $1.place.description })
    }

    /// All at once; in the order of the groups.
    private func looks(
        at groups: [[CloudPlace]], _ installation: InstallationID
    ) async -> [Result<[ObservedInstance], any Error>?] {
        await withTaskGroup(of: NumberedLook.self) { tasks in
            for (index, group) in groups.enumerated() {
                tasks.addTask { await NumberedLook(index: index, result: self.lookSafely(at: group, installation)) }
            }
            var results = [Result<[ObservedInstance], any Error>?](repeating: nil, count: groups.count)
            for await look in tasks { results[look.index] = look.result }
            return results
        }
    }

    private func lookSafely(
        at group: [CloudPlace], _ installation: InstallationID
    ) async -> Result<[ObservedInstance], any Error> {
        do {
            return .success(try await look(at: group, installation))
        } catch {
            return .failure(error)
        }
    }

    /// One look at places that are the same for AWS.
    private func look(at group: [CloudPlace], _ installation: InstallationID) async throws -> [ObservedInstance] {
        guard let place = group.first else { return [] }
        let region = await regions.region(of: place)
        let found = try await region.calls.instances(tagged: [(EC2Tags.installation, installation.rawValue)])
        seen.formUnion(group)
        let observed = found.compactMap { machine -> ObservedInstance? in
            guard let instance = machine.observed(in: place.region, of: installation) else { return nil }
            // Which of them its environment names is known by its object's namespace at best; any signs in alike.
            let home = group.first { $0.environment.namespace == instance.tags.object.namespace } ?? place
            note(machine, at: home)
            return instance.at(home)
        }
        let listed = Set(found.map { InstanceID(rawValue: $0.id) })
        for (id, home) in homes where group.contains(home) && !listed.contains(id) && machines[id]?.isAlive == false {
            (homes[id], machines[id], refusedTypes[id]) = (nil, nil, nil)
        }
        return observed
    }

    private func note(_ machine: EC2Instance, at place: CloudPlace) {
        let id = InstanceID(rawValue: machine.id)
        if homes[id] == nil { homes[id] = place }
        machines[id] = machine
    }

    // MARK: Making

    package func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        guard let cloud = request.spec.configuration.cloud else {
            throw EC2Refusal.noConfiguration(request.tags.object)
        }
        guard let place = places.first(where: { $0.environment == request.environment && $0.region == cloud.region })
        else { throw EC2Refusal.unknownPlace(request.environment, region: cloud.region) }
        let region = await regions.region(of: place)
        do {
            if let existing = try await existing(request, at: place, region) { return existing }
            let subnet = try await region.names.subnet(of: cloud)
            // Their network's look-up tells of the subnet as well.
            let groups = try await region.names.groups(of: cloud, subnet: subnet)
            let launch = EC2Launch(
                cloud: cloud, image: try await region.names.image(of: cloud, pinned: request.pinnedImage),
                subnet: subnet, mapsPublicIP: try await region.names.mapsPublicIP(subnet),
                groups: groups,
                tags: EC2Tags.all(of: request.tags, custom: cloud.tags ?? [:]), token: request.token,
                userData: try await userData(of: request, cloud))
            return try await taken(try await region.calls.run(launch), request, at: place)
        } catch let error as AWSCallError where error.code == "IdempotentParameterMismatch" {
            // An earlier try with other parameters made it already: the newest image is another by now.
            guard let made = try await find(request.tags, in: region) else {
                throw CreationTokenError.taken("\(error)")
            }
            return try await taken(made, request, at: place)
        } catch let error as AWSCallError where error.code == "IdempotentInstanceTerminated" {
            throw CreationTokenError.ended("\(error)")
        } catch let error as AWSCallError {
            if error.code?.contains("NotFound") == true { await region.names.forget() }
            throw error.ofField
        } catch AWSCredentialError.notFetched(let error) {
            throw error.ofField
        }
    }

    /// The manifest's own, or what makes the instance a worker.
    private func userData(of request: InstanceRequest, _ cloud: CloudInstance) async throws -> String? {
        guard let worker = request.spec.worker, let joinToken = request.joinToken else { return cloud.userData }
        guard let boot else { throw EC2Refusal.noPublicURL(request.tags.object) }
        return try await boot.script(for: request, worker: worker, joinToken: joinToken)
    }

    /// Nothing is made in a place before its instances were seen once: they may exist already.
    ///
    /// - Returns: what an earlier try of the same creation made.
    private func existing(
        _ request: InstanceRequest, at place: CloudPlace, _ region: EC2Region
    ) async throws -> ObservedInstance? {
        guard !seen.contains(place) else { return nil }
        let found = try await look(at: [place], request.tags.installation)
            .filter { $0.isAlive && $0.tags.object == request.tags.object && $0.tags.ordinal == request.tags.ordinal }
        if let same = found.first(where: { $0.tags.incarnation == request.tags.incarnation }) { return same }
        guard found.isEmpty else { throw EC2Refusal.foundOthers(found.map(\.id), place) }
        return nil
    }

    private func taken(
        _ machine: EC2Instance, _ request: InstanceRequest, at place: CloudPlace
    ) async throws -> ObservedInstance {
        note(machine, at: place)
        newcomers = newcomers.filter { time.now() < $0.value.advanced(by: terms.consistency) }
        newcomers[InstanceID(rawValue: machine.id)] = time.now()
        let shown = machine.observed(in: place.region, of: request.tags.installation)
        return ObservedInstance(
            id: InstanceID(rawValue: machine.id), provider: .aws, state: machine.observedState, tags: request.tags,
            address: shown?.address ?? machine.publicAddress ?? machine.privateAddress, createdAt: machine.launched,
            region: place.region, image: machine.image, account: machine.account, place: place)
    }

    private func find(_ tags: InstanceTags, in region: EC2Region) async throws -> EC2Instance? {
        let own = EC2Tags.own(of: tags)
        let wanted = [EC2Tags.installation, EC2Tags.object, EC2Tags.ordinal, EC2Tags.incarnation]
        let found = try await region.calls.instances(tagged: wanted.compactMap { name in own[name].map { (name, $0) } })
        return found.first(where: \.isAlive) ?? found.first
    }

    // MARK: Changing

    package func start(_ id: InstanceID) async throws {
        guard let (place, machine) = try await located(id), machine.isAlive else { throw EC2Refusal.gone(id) }
        guard machine.observedState == .stopped else { return }
        let region = await regions.region(of: place)
        if machine.state == "stopping" { try await wait(for: machine.id, in: region) { $0?.state != "stopping" } }
        try await region.calls.start(id.rawValue)
    }

    package func stop(_ id: InstanceID) async throws {
        guard let (place, machine) = try await located(id), machine.isAlive else { throw EC2Refusal.gone(id) }
        guard machine.observedState != .stopped else { return }
        try await regions.region(of: place).calls.stop(id.rawValue)
    }

    /// Another type needs the instance stopped; its tags come last, so that what was cut short is done again.
    package func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        guard let (place, machine) = try await located(id), machine.isAlive else { throw EC2Refusal.gone(id) }
        let region = await regions.region(of: place)
        var traits = machine.traits
        do {
            if let cloud = update.spec?.configuration.cloud {
                if update.concerns(.instanceType) {
                    try await resize(machine, to: cloud.instanceType, region)
                    traits = traits.with(instanceType: cloud.instanceType)
                }
                if update.concerns(.securityGroups), let groups = try await setGroups(of: machine, to: cloud, region) {
                    traits = traits.with(securityGroups: groups)
                }
                if update.concerns(.tags) {
                    let tags = EC2Tags.all(of: update.tags, custom: cloud.tags ?? [:])
                    try await region.calls.untag(machine.id, EC2Tags.surplus(of: machine.tags, besides: tags))
                    try await region.calls.tag(machine.id, tags)
                    traits = traits.with(tags: traits.tags.merging(cloud.tags ?? [:]) { $1 })
                }
            } else {
                try await region.calls.tag(machine.id, EC2Tags.own(of: update.tags))
            }
        } catch let error as AWSCallError {
            throw error.ofField
        }
        let shown = try await region.calls.instance(machine.id) ?? machine
        note(shown, at: place)
        return ObservedInstance(
            id: id, provider: .aws, state: shown.observedState, tags: update.tags,
            address: shown.publicAddress ?? shown.privateAddress, createdAt: shown.launched, region: place.region,
            image: shown.image, traits: traits, account: shown.account, place: place)
    }

    private func resize(_ machine: EC2Instance, to type: String, _ region: EC2Region) async throws {
        guard machine.type != type else { return }
        guard !machine.isSpot else { throw EC2Refusal.spotResize(machine.id) }
        let id = InstanceID(rawValue: machine.id)
        if let refused = refusedTypes[id], refused.type == type, time.now() < refused.until {
            throw EC2FieldError(
                .instanceType,
                "the instance was stopped for it in vain, and is not again within the hour: \(refused.error)")
        }
        try await region.calls.check(type, for: machine)
        if machine.observedState != .stopped || machine.state == "stopping" {
            if machine.state != "stopping" { try await region.calls.stop(machine.id) }
            try await wait(for: machine.id, in: region) { $0?.state == "stopped" }
        }
        do {
            try await region.calls.setType(type, of: machine.id)
        } catch {
            // It ran before, and is to run while somebody mends the manifest.
            try? await region.calls.start(machine.id)
            if let error = error as? AWSCallError, error.fault == .refused {
                refusedTypes[id] = RefusedType(
                    type: type, error: error, until: time.now().advanced(by: RefusedType.lifetime))
            }
            throw error
        }
        refusedTypes[id] = nil
        try await region.calls.start(machine.id)
    }

    /// - Returns: those that it has then; nil where they stay as they are.
    private func setGroups(
        of machine: EC2Instance, to cloud: CloudInstance, _ region: EC2Region
    ) async throws -> [InstanceTraits.SecurityGroup]? {
        let groups = try await region.names.groups(of: cloud, subnet: machine.subnet)
        guard !groups.isEmpty, Set(groups) != Set(machine.groups.map(\.id)) else { return nil }
        try await region.calls.setGroups(groups, of: machine.id)
        return zip(groups, cloud.securityGroups ?? []).map { InstanceTraits.SecurityGroup(id: $0, name: $1) }
    }

    package func release(_ id: InstanceID) async throws {
        guard let (place, machine) = try await located(id) else { return try checkGone(id) }
        guard machine.isAlive else { return }
        try await regions.region(of: place).calls.tag(machine.id, [EC2Tags.released: "true"])
        homes[id] = nil
        machines[id] = nil
    }

    package func terminate(_ id: InstanceID) async throws {
        guard !places.isEmpty || homes[id] != nil else { throw EC2Refusal.noPlace(id) }
        let found = try await located(id)
        // One that was made just now may be there and not be shown yet.
        guard let place = found?.place ?? homes[id] else { return try checkGone(id) }
        let region = await regions.region(of: place)
        guard found?.machine.observedState != .terminated else { return }
        do {
            try await region.calls.terminate(id.rawValue)
        } catch let error as AWSCallError where error.code?.hasPrefix("InvalidInstanceID") == true {
            return try checkGone(id)
        }
        try await wait(for: id.rawValue, in: region) { $0.map { $0.observedState == .terminated } ?? true }
        (homes[id], machines[id], refusedTypes[id], newcomers[id]) = (nil, nil, nil, nil)
    }

    package func definition(of id: InstanceID) async -> CloudResourceSpec? {
        guard let place = homes[id], let machine = machines[id] else { return nil }
        return machine.definition(in: place.region, environment: place.environment.name)
    }

    package func place(of id: InstanceID) async -> CloudPlace? { homes[id] }

    package func account(of place: CloudPlace) async throws -> String? {
        let calls = await regions.region(of: place).calls
        return try await calls.client.account(in: calls.region)
    }

    package func reports(on questions: [InstanceQuestion]) async throws -> [InstanceReport] {
        var reports: [InstanceID: InstanceReport] = [:]
        let known = questions.filter { homes[$0.id] != nil }
        for (place, group) in Dictionary(grouping: known, by: { homes[$0.id] }) {
            guard let place else { continue }
            let calls = await regions.region(of: place).calls
            for report in await EC2Health(calls: calls).reports(on: group) { reports[report.id] = report }
        }
        return questions.compactMap { reports[$0.id] }
    }

    // MARK: Finding

    /// That an instance is not shown says that it is gone only once one that was made here, or before this process
    /// began, would be shown for certain.
    private func checkGone(_ id: InstanceID) throws(EC2Refusal) {
        guard newcomers[id, default: begun].advanced(by: terms.consistency) <= time.now() else {
            throw .notShownYet(id)
        }
        (homes[id], machines[id], refusedTypes[id]) = (nil, nil, nil)
    }

    /// Where an instance is, as it is now; nil when it is in none of the places.
    private func located(_ id: InstanceID) async throws -> (place: CloudPlace, machine: EC2Instance)? {
        let known = homes[id].map { [$0] } ?? EC2Regions.groups(places).compactMap(\.first)
        for place in known {
            guard let machine = try await regions.region(of: place).calls.instance(id.rawValue) else { continue }
            note(machine, at: place)
            return (place, machine)
        }
        return nil
    }

    private func wait(
        for id: String, in region: EC2Region, until isReached: (EC2Instance?) -> Bool
    ) async throws {
        let deadline = time.now().advanced(by: patience.limit)
        var pause = patience.first
        while true {
            let machine = try await region.calls.instance(id)
            if isReached(machine) { return }
            guard time.now() < deadline else {
                throw EC2Refusal.slow(InstanceID(rawValue: id), state: machine?.state ?? "gone")
            }
            try await time.sleep(time.now().advanced(by: pause))
            pause = min(pause * 2, patience.last)
        }
    }
}

/// What a look at one of several groups of places came to.
///
/// No tuple: one that a task returned out of `do` and `catch` had another number in a release build of Swift 6.3.1.
private struct NumberedLook: Sendable {
    let index: Int
    let result: Result<[ObservedInstance], any Error>
}

/// A type that EC2 would not give an instance.
private struct RefusedType {
    /// What is to blame, such as a quota or a policy, may be mended without a word to Rondo.
    static let lifetime = Duration.seconds(3_600)

    let type: String
    let error: AWSCallError
    let until: MonotonicInstant
}

extension EC2Instance {
    var isAlive: Bool {
        switch observedState {
        case .pending, .running, .stopped: true
        case .terminating, .terminated: false
        }
    }
}
