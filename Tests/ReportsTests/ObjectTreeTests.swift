import Foundation
import Model
import Reports
import Testing

struct ObjectTreeTests {
    private let dev = ObjectIdentity(kind: .environment, name: "dev")
    private let suite = ObjectIdentity(kind: .testSuite, name: "checkout")
    private let late = ObjectIdentity(kind: .testSuite, name: "late")
    private let gone = ObjectIdentity(kind: .cloudResource, name: "gone")

    private func status(_ ready: Condition.Value, _ summary: String) -> ObjectStatus {
        ObjectStatus(conditions: [Samples.condition(.ready, ready, .succeeded, summary)], summary: summary)
    }

    private var objects: [ObservedObject] {
        var pool = status(.yes, "2/2 running")
        pool.instances = (0..<2).map {
            InstanceStatus(
                ordinal: $0, id: InstanceID(rawValue: "local-\($0)"), state: .running, address: nil,
                createdAt: Samples.now, worker: .idle, drift: $0 == 1 ? "stopped" : nil)
        }
        return [
            Samples.object(.environment(EnvironmentSpec(type: .dev)), "dev", status: status(.yes, "ready")),
            Samples.object(.cloudResource(CloudResourceSpec(environment: "dev")), "pool", status: pool),
            Samples.object(
                .testSuite(TestSuiteSpec(environments: ["dev"], tests: [])), "checkout",
                status: status(.no, "1 of 9 failed")),
            Samples.object(
                .testSuite(TestSuiteSpec(environments: ["dev"], tests: [])), "late", status: status(.unknown, "waits")),
        ]
    }

    private var tree: ObjectTree {
        ObjectTree(
            objects,
            needs: [dev: [], Samples.pool: [dev], suite: [dev, Samples.pool], late: [gone, suite]])
    }

    @Test("What depends on something stands below it, once in full")
    func all() throws { try expectGolden(tree.text(), "tree.txt") }

    @Test("Of one object it tells what that needs and what is below")
    func one() {
        let text = tree.text(below: suite)
        #expect(text.hasPrefix("needs Environment/dev, CloudResource/pool\n\nTestSuite/checkout"))
        #expect(text.contains("└─ TestSuite/late") && !text.contains("Environment/dev   "))
    }

    @Test("A circle is shown and ends")
    func circle() {
        let text = ObjectTree(objects, needs: [dev: [], Samples.pool: [suite], suite: [Samples.pool], late: []]).text()
        #expect(text.contains("(a circle)") && text.contains("CloudResource/pool") && text.contains("TestSuite/late"))
    }

    @Test func forPrograms() throws {
        let text = try Documents.json(tree.document)
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(list["kind"] == .string("Tree") && list["formatVersion"] == .string("1"))
        guard case .array(let items)? = list["items"] else { throw CancellationError() }
        #expect(items.count == 4)
        #expect(items[1]["needs"] == .array([.string("Environment/dev")]))
        #expect(items[1]["neededBy"] == .array([.string("TestSuite/checkout")]) && items[1]["ready"] == .string("True"))
    }
}
