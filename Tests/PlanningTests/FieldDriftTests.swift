import Model
import Planning
import Testing

/// What somebody changed of instances that exist: found field by field, put back, told or ignored as the policy says.
struct FieldDriftTests {
    private let environment = Samples.environment()

    private func pool(
        replicas: Int = 1, drift: ResourceDrift? = nil, groups: [String]? = ["web", "sg-2"],
        update: CloudResourceSpec.UpdatePolicy = .inPlace, image: ImageChoice? = nil, publicIP: Bool? = nil,
        identity: String? = nil
    ) -> DeclaredObject {
        Samples.object(
            .cloudResource(
                CloudResourceSpec(
                    environment: "dev", provider: .aws, type: .ec2,
                    configuration: ResourceConfiguration(
                        cloud: CloudInstance(
                            instanceType: "t3.micro", region: "us-east-1", tags: ["team": "shop", "a.b": "1"],
                            image: image, securityGroups: groups, publicIP: publicIP, identity: identity)),
                    replicas: replicas, worker: nil, drift: drift, updatePolicy: update)), "pool")
    }

    private static let asDeclared = InstanceTraits(
        instanceType: "t3.micro", tags: ["team": "shop", "a.b": "1", "backup": "weekly"],
        securityGroups: [.init(id: "sg-1", name: "web"), .init(id: "sg-2", name: "other")])

    private func instance(
        of pool: DeclaredObject, _ traits: InstanceTraits?, at ordinal: Int = 0, hash: Digest? = nil,
        state: ObservedInstance.State = .running
    ) -> ObservedInstance {
        let plain = Samples.instance(of: pool, ordinal, state: state, hash: hash)
        return ObservedInstance(
            id: plain.id, provider: .aws, state: state, tags: plain.tags, createdAt: plain.createdAt, traits: traits)
    }

    private func changed(
        type: String = "t3.micro", tags: [String: String] = asDeclared.tags,
        groups: [InstanceTraits.SecurityGroup] = asDeclared.securityGroups, image: String? = nil,
        isPublic: Bool? = nil, identity: String? = nil
    ) -> InstanceTraits {
        InstanceTraits(
            instanceType: type, tags: tags, securityGroups: groups, image: image, isPublic: isPublic, identity: identity
        )
    }

    private func state(_ pool: DeclaredObject, _ instances: [ObservedInstance]) -> (DesiredState, ObservedState) {
        (
            .known(Samples.set([environment, pool])),
            ObservedState(objects: [environment, pool].map { Samples.applied($0) }, instances: instances)
        )
    }

    private func findings(_ pool: DeclaredObject, _ instances: [ObservedInstance]) -> [DriftFinding] {
        let (desired, observed) = state(pool, instances)
        return DriftDetector(desired: desired, observed: observed)?.findings() ?? []
    }

    private func actions(_ pool: DeclaredObject, _ instances: [ObservedInstance]) -> [PlannedAction] {
        let (desired, observed) = state(pool, instances)
        return Planner.plan(desired: desired, observed: observed).actions
    }

    @Test("What is as declared, or not shown, or added by others, is no drift")
    func none() {
        let pool = pool()
        for traits in [nil, Self.asDeclared] {
            #expect(findings(pool, [instance(of: pool, traits)]).isEmpty)
            #expect(actions(pool, [instance(of: pool, traits)]).isEmpty)
        }
        // Without groups in the manifest any will do.
        let free = self.pool(groups: nil)
        #expect(findings(free, [instance(of: free, changed(groups: []))]).isEmpty)
        // Another definition is work, not drift.
        let older = instance(of: pool, changed(type: "m5.large"), hash: Digest(rawValue: "older"))
        #expect(findings(pool, [older]).isEmpty)
    }

    /// Breaks when `differences` leaves one of the fields out.
    @Test("Each field is told with both values")
    func fields() {
        let pool = pool()
        let found = findings(
            pool,
            [
                instance(
                    of: pool,
                    changed(
                        type: "m5.large", tags: ["team": "other"], groups: [.init(id: "sg-1", name: "web")]))
            ])
        #expect(
            found.map(\.field) == [
                "instance[0].instanceType", "instance[0].securityGroups", "instance[0].tags.a.b",
                "instance[0].tags.team",
            ])
        #expect(found.map(\.desired) == ["t3.micro", "sg-2, web", "1", "shop"])
        #expect(found.map(\.actual) == ["m5.large", "sg-1", nil, "other"])
        #expect(found.map(\.driftField) == [.instanceType, .securityGroups, .tags, .tags])
        #expect(found.allSatisfy { $0.kind == .changed && $0.policy == .correct })
        let more = changed(groups: Self.asDeclared.securityGroups + [.init(id: "sg-9", name: "open")])
        #expect(findings(pool, [instance(of: pool, more)]).map(\.field) == ["instance[0].securityGroups"])
    }

    /// Breaks when `corrections` asks no policy.
    @Test("Only what the policy says is put back, and nothing else of the instance is touched")
    func policies() {
        let both = changed(type: "m5.large", tags: [:])
        func operations(_ drift: ResourceDrift?) -> [PlanOperation] {
            let pool = pool(drift: drift)
            return actions(pool, [instance(of: pool, both)]).map(\.operation)
        }
        let id = Samples.instance(of: pool(), 0).id
        #expect(operations(nil) == [.correctInstance(id, [.instanceType, .tags])])
        #expect(operations(.byField([.instanceType: .report])) == [.correctInstance(id, [.tags])])
        #expect(operations(.byField([.tags: .ignore])) == [.correctInstance(id, [.instanceType])])
        #expect(operations(.all(.report)).isEmpty && operations(.all(.ignore)).isEmpty)
        let ignoring = pool(drift: .byField([.tags: .ignore]))
        #expect(findings(ignoring, [instance(of: ignoring, both)]).map(\.driftField) == [.instanceType])
    }

    /// Breaks when `mayStop` stays true after the first, or is true while another does not run.
    @Test("Another type is put back one at a time while all others run; tags at once")
    func oneAtATime() {
        let pool = pool(replicas: 3)
        let larger = changed(type: "m5.large")
        let all = (0..<3).map { instance(of: pool, larger, at: $0) }
        #expect(actions(pool, all).map(\.operation) == [.correctInstance(all[0].id, [.instanceType])])
        let untagged = changed(type: "m5.large", tags: [:])
        let mixed = (0..<3).map { instance(of: pool, untagged, at: $0) }
        #expect(
            actions(pool, mixed).map(\.operation) == [
                .correctInstance(mixed[0].id, [.instanceType, .tags]), .correctInstance(mixed[1].id, [.tags]),
                .correctInstance(mixed[2].id, [.tags]),
            ])
        let starting = [all[0], all[1], instance(of: pool, nil, at: 2, state: .pending)]
        #expect(actions(pool, starting).isEmpty)
    }

    @Test("A stopped one is started first, and a change of the definition puts all of it right")
    func order() {
        let pool = pool()
        let stopped = instance(of: pool, changed(type: "m5.large"), state: .stopped)
        #expect(actions(pool, [stopped]).map(\.operation) == [.startInstance(stopped.id)])
        let older = instance(of: pool, changed(tags: [:]), hash: Digest(rawValue: "older"))
        #expect(!actions(pool, [older]).contains { $0.operation.isCorrection })
    }

    @Test("What is only reported keeps the object from being Ready, and says of what")
    func reported() throws {
        let pool = pool(drift: .all(.report))
        let (desired, observed) = state(pool, [instance(of: pool, changed(type: "m5.large", tags: ["a.b": "1"]))])
        let plan = Planner.plan(desired: desired, observed: observed)
        let status = try #require(
            StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity])
        #expect(status.condition(.ready)?.reason == .driftReported)
        #expect(
            status.summary
                == "1/1 running, drift reported: instance 0 has another instanceType, tags.team")
        #expect(status.instances?.first?.drift == "instanceType: m5.large, tags.team: missing")
    }

    private static let profile = "arn:aws:iam::123456789012:instance-profile/path/tester"

    /// Breaks when `isCorrected` is true of one of them: nothing can put it right, and an instance would be touched for it.
    @Test("Image, public address and identity are told under any policy but ignore, and never put right")
    func onlyTold() {
        let pool = pool(image: .id("ami-1"), publicIP: false, identity: "tester")
        let other = changed(image: "ami-2", isPublic: true, identity: "arn:aws:iam::1:instance-profile/other")
        let found = findings(pool, [instance(of: pool, other)])
        #expect(found.map(\.field) == ["instance[0].identity", "instance[0].image", "instance[0].publicIP"])
        #expect(found.map(\.desired) == ["tester", "ami-1", "false"])
        #expect(found.map(\.actual) == ["arn:aws:iam::1:instance-profile/other", "ami-2", "true"])
        #expect(found.allSatisfy { $0.policy == .report })
        #expect(actions(pool, [instance(of: pool, other)]).isEmpty)
        let ignoring = self.pool(drift: .byField([.identity: .ignore]), identity: "tester")
        #expect(findings(ignoring, [instance(of: ignoring, changed())]).isEmpty)
    }

    /// Breaks when what a manifest does not say, or a cloud does not show, is compared.
    @Test("An identity by name or address, an image by name, and an address while it does not run are no drift")
    func notCompared() {
        func isDrifting(_ pool: DeclaredObject, _ traits: InstanceTraits) -> Bool {
            !findings(pool, [instance(of: pool, traits)]).isEmpty
        }
        let shown = changed(image: "ami-2", isPublic: true, identity: Self.profile)
        #expect(!isDrifting(pool(), shown), "the manifest says nothing of them")
        #expect(!isDrifting(pool(identity: "tester"), shown) && !isDrifting(pool(identity: Self.profile), shown))
        #expect(isDrifting(pool(identity: "path"), shown) && isDrifting(pool(identity: "tester"), changed()))
        for image in [ImageChoice.id("/aws/service/x"), .newest(owner: "amazon", name: "al*"), .id("ami-2")] {
            #expect(!isDrifting(pool(image: image), shown))
        }
        #expect(!isDrifting(pool(image: .id("ami-1")), changed()), "it is not shown")
        #expect(!isDrifting(pool(publicIP: true), shown) && !isDrifting(pool(publicIP: false), changed()))
        #expect(isDrifting(pool(publicIP: true), changed(isPublic: false)))
    }

    @Test("Accepting what only another instance can have says that instances are made anew")
    func acceptedAnew() throws {
        let pool = pool(drift: .all(.report), publicIP: false, identity: "tester")
        let records = findings(pool, [instance(of: pool, changed(isPublic: true, identity: Self.profile + "2"))]).map {
            DriftRecord(finding: $0, firstSeen: Samples.start, lastSeen: Samples.start)
        }
        let accepted = try #require(DriftAcceptance(of: pool, records))
        #expect(
            accepted.edits == [
                ManifestEdit("spec", "configuration", "identity", value: .string(Self.profile + "2")),
                ManifestEdit("spec", "configuration", "publicIP", value: .bool(true)),
            ])
        #expect(accepted.notes.count == 2 && accepted.notes.allSatisfy { $0.contains("made anew") })
    }

    @Test("Accepting it writes the values into the manifest, or ignores what no manifest can ask for")
    func accepted() throws {
        let pool = pool(replicas: 2, drift: .all(.report))
        func records(_ instances: [ObservedInstance]) -> [DriftRecord] {
            findings(pool, instances).map {
                DriftRecord(finding: $0, firstSeen: Samples.start, lastSeen: Samples.start)
            }
        }
        let one = [
            instance(of: pool, changed(type: "m5.large", groups: [.init(id: "sg-1"), .init(id: "sg-3")])),
            instance(of: pool, Self.asDeclared, at: 1),
        ]
        let accepted = try #require(DriftAcceptance(of: pool, records(one)))
        #expect(
            accepted.edits == [
                ManifestEdit("spec", "configuration", "instanceType", value: .string("m5.large")),
                ManifestEdit(
                    "spec", "configuration", "securityGroups", value: .array([.string("sg-1"), .string("sg-3")])),
            ])
        #expect(accepted.notes.first == "all 2 instances will have `instanceType` m5.large")
        let tagged = (0..<2).map { instance(of: pool, changed(tags: ["a.b": "2", "team": "shop"]), at: $0) }
        let tags = try #require(DriftAcceptance(of: pool, records(tagged)))
        #expect(tags.edits == [ManifestEdit("spec", "configuration", "tags", "a.b", value: .string("2"))])
        #expect(tags.notes.isEmpty)
        let missing = [instance(of: pool, changed(tags: ["a.b": "1"])), instance(of: pool, Self.asDeclared, at: 1)]
        let ignored = try #require(DriftAcceptance(of: pool, records(missing)))
        #expect(
            ignored.edits == [
                ManifestEdit(
                    "spec", "drift",
                    value: .object([
                        "instance": .string("report"), "state": .string("report"), "instanceType": .string("report"),
                        "image": .string("report"), "securityGroups": .string("report"), "tags": .string("ignore"),
                        "publicIP": .string("report"), "identity": .string("report"),
                    ]))
            ])
    }
}

extension PlanOperation {
    fileprivate var isCorrection: Bool {
        if case .correctInstance = self { true } else { false }
    }
}
