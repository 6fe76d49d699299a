import API
import Foundation
import Model
import TestSupport
import Testing

@testable import Worker

/// What a worker makes of what became of its instance.
struct FolderWatchTests {
    private let tags = InstanceTags(
        installation: InstallationID(rawValue: "i"), object: ObjectIdentity(kind: .cloudResource, name: "pool"),
        ordinal: 0, incarnation: 1, specHash: Digest(rawValue: "abc"))

    private func write(_ file: InstanceFile, _ fixture: WorkerFixture) throws {
        let text = String(decoding: try JSONEncoder().encode(file), as: UTF8.self)
        try fixture.directory.write(text, to: "boot/\(InstanceFile.name)")
    }

    @Test("Another definition is announced, and the task that runs goes on")
    func update() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let gate = Gate()
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            fixture.queue("one")
            #expect(await eventually { gate.entered == 1 })
            try write(
                InstanceFile(
                    tags: tags, worker: WorkerSpec(capabilities: ["tpu=2"]),
                    resources: InstanceResources(cpu: CPUQuantity(millicores: 250))), fixture)
            #expect(await eventually { fixture.controller.read { $0.hello?.capabilities["tpu"] } == "2" })
            let hello = fixture.controller.read { $0.hello }
            #expect(hello?.capabilities["gpu"] == nil && hello?.resources.cpu.millicores == 250 && hello?.slots == 1)
            gate.open()
            #expect(await eventually { fixture.result("one")?.outcome == .passed })
        }
    }

    @Test("A released one takes no more tasks and lives on until it is told to stop")
    func release() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let agent = fixture.agent(selfEnd: .milliseconds(1)) { _, _, _ in WorkerFixture.result(.passed) }
        try await fixture.serving(agent) {
            fixture.queue("one")
            #expect(await eventually { fixture.result("one") != nil })
            try write(InstanceFile(tags: tags, worker: nil, resources: nil, released: true), fixture)
            #expect(await eventually { fixture.lines.all.contains { $0.contains("released") } })
            fixture.controller.stop()
            fixture.queue("two")
            try await Task.sleep(for: .milliseconds(100))
            #expect(fixture.result("two") == nil)
            #expect(!fixture.lines.all.contains { $0.contains("no controller answered") })
        }
    }

    /// Breaks when `WorkerAgent.run` throws what keeps it from joining though it was released.
    @Test("One that was released before it joined lives on too", arguments: [true, false])
    func releaseBeforeJoining(answers: Bool) async throws {
        let fixture = try WorkerFixture(joinToken: "withdrawn")
        if answers { try fixture.controller.start() }
        try write(InstanceFile(tags: tags, worker: nil, resources: nil, released: true), fixture)
        let agent = fixture.agent(selfEnd: .milliseconds(1)) { _, _, _ in WorkerFixture.result(.passed) }
        try await fixture.serving(agent) {
            #expect(await eventually { fixture.lines.all.contains { $0.contains("released") } })
            #expect(!fixture.exists("boot/boot.json"))
            #expect(!fixture.lines.all.contains { $0.contains("told to stop") })
        }
        #expect(fixture.lines.all.contains { $0.contains("told to stop") })
    }
}
