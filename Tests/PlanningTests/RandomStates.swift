import Foundation
import Model
import Planning

/// Random commits and random damage to the world.
struct RandomStates {
    var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    /// Objects of one commit; dependencies always point to earlier ones, unless cycles are asked for.
    mutating func objects(production: Bool = true, suspensions: Bool = true, cycles: Bool = false) throws
        -> [DeclaredObject]
    {
        var objects: [DeclaredObject] = []
        var environments: [String] = []
        for index in 0..<3 where index == 0 || !generator.oneIn(4) {
            let types: [EnvironmentSpec.EnvironmentType] =
                production ? [.dev, .dev, .staging, .prod] : [.dev, .staging]
            environments.append("e\(index)")
            objects.append(
                Samples.environment(
                    "e\(index)", type: types.randomElement(using: &generator) ?? .dev, services: services(),
                    variables: generator.oneIn(2) ? ["region": "r\(number(3))"] : [:], protected: generator.oneIn(8),
                    suspend: suspensions && generator.oneIn(12), dependsOn: dependencies(objects)))
        }
        for index in 0..<3 where !generator.oneIn(3) {
            objects.append(
                Samples.pool(
                    "p\(index)", in: environments.randomElement(using: &generator) ?? "e0", replicas: number(4),
                    slots: 1 + number(2), policy: generator.oneIn(6) ? .retain : .delete,
                    protected: generator.oneIn(8), suspend: suspensions && generator.oneIn(12),
                    dependsOn: dependencies(objects)))
        }
        for index in 0..<3 where !generator.oneIn(3) {
            let count = 1 + number(2)
            objects.append(
                Samples.suite(
                    "s\(index)", in: Array(environments.shuffled(using: &generator).prefix(count)),
                    tests: (0...number(3)).map { Samples.test("t\($0)", run: ["run", "\(number(3))"]) },
                    on: generator.oneIn(6) ? [.manual] : [.commit, .manual],
                    suspend: suspensions && generator.oneIn(12),
                    dependsOn: dependencies(objects.filter { $0.identity.kind != .testSuite })))
        }
        if generator.oneIn(2) {
            objects.append(try Samples.rule("r0", in: environments.randomElement(using: &generator)))
        }
        if generator.oneIn(2) { objects.append(try Samples.cache("c0", in: environments)) }
        guard cycles else { return objects }
        let names = objects.map(\.identity)
        return objects.map { object in
            guard generator.oneIn(3), let other = names.randomElement(using: &generator) else { return object }
            return DeclaredObject(
                identity: object.identity, annotations: object.annotations, suspend: object.suspend,
                dependsOn: object.dependsOn + [other], spec: object.spec, manifest: object.manifest)
        }
    }

    /// Kills, doubles and ages instances, stops mocks, loses verdicts.
    mutating func damage(_ observed: inout ObservedState) {
        for instance in observed.instances {
            switch number(8) {
            case 0: observed.instances.removeAll { $0.id == instance.id }
            case 1: observed.instances.append(copy(instance, incarnation: instance.tags.incarnation + 1))
            case 2:
                observed.instances.removeAll { $0.id == instance.id }
                observed.instances.append(copy(instance, hash: Digest(rawValue: "older")))
            case 3:
                observed.instances.removeAll { $0.id == instance.id }
                observed.instances.append(copy(instance, state: .terminating))
            default: break
            }
        }
        if generator.oneIn(3) { observed.environments.removeAll() }
        if generator.oneIn(4) { observed.suites.removeAll() }
        for run in observed.runs where generator.oneIn(2) { observed.runs.removeAll { $0.id == run.id } }
    }

    private mutating func services() -> [String: ServiceSpec] {
        var services: [String: ServiceSpec] = [:]
        for index in 0..<number(3) { services["m\(index)"] = Samples.mock(200 + number(3)) }
        if generator.oneIn(3) { services["u"] = .url("http://shop.test/\(number(2))") }
        return services
    }

    private mutating func dependencies(_ earlier: [DeclaredObject]) -> [ObjectIdentity] {
        generator.oneIn(3) ? Array(earlier.map(\.identity).shuffled(using: &generator).prefix(1)) : []
    }

    private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    private func copy(
        _ instance: ObservedInstance, state: ObservedInstance.State? = nil, incarnation: Int? = nil,
        hash: Digest? = nil
    ) -> ObservedInstance {
        let tags = instance.tags
        let number = incarnation ?? tags.incarnation
        return ObservedInstance(
            id: InstanceID(rawValue: "\(tags.object.name)-\(tags.ordinal)-\(number)\(hash == nil ? "" : "-old")"),
            state: state ?? instance.state,
            tags: InstanceTags(
                installation: tags.installation, object: tags.object, ordinal: tags.ordinal, incarnation: number,
                specHash: hash ?? tags.specHash, protected: tags.protected))
    }
}
