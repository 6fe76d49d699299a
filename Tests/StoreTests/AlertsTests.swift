import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct AlertsTests {
    private static func record(_ name: String, _ state: AlertState = .inactive, namespace: String = "shop")
        -> AlertRecord
    {
        AlertRecord(
            rule: ObjectIdentity(kind: .alertRule, namespace: namespace, name: name), specHash: Fixture.digest,
            state: state, value: 0.25, since: Date(timeIntervalSince1970: 1_763_723_583.125),
            lastHeld: Date(timeIntervalSince1970: 1_763_723_584.5))
    }

    @Test(arguments: AlertState.allCases)
    func aRecordComesBackWhole(state: AlertState) async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveAlert(Self.record("a", state))
        #expect(try await fixture.store.alerts() == [Self.record("a", state)])
    }

    @Test func recordsAreKeptByRule() async throws {
        let store = try await Fixture().store
        try await store.saveAlerts([Self.record("b"), Self.record("a"), Self.record("a", namespace: "bank")])
        try await store.saveAlert(Self.record("a", .firing))
        let stored = try await store.alerts()
        #expect(stored == [Self.record("a", namespace: "bank"), Self.record("a", .firing), Self.record("b")])
        try await store.deleteAlert(Self.record("a").rule)
        try await store.deleteAlert(Self.record("none").rule)
        #expect(try await store.alerts().map(\.rule.namespace) == ["bank", "shop"])
        try await store.saveAlerts([Self.record("c")], deleting: stored.map(\.rule))
        #expect(try await store.alerts() == [Self.record("c")])
    }

    @Test func aWriteThatFailsChangesNothing() async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveAlert(Self.record("a"))
        try await fixture.store.control.pool.write {
            try $0.execute(sql: "CREATE TRIGGER no BEFORE DELETE ON alerts BEGIN SELECT RAISE(ABORT, 'no'); END")
        }
        await #expect(throws: StoreError.self) {
            try await fixture.store.saveAlerts([Self.record("b")], deleting: [Self.record("a").rule])
        }
        #expect(try await fixture.store.alerts() == [Self.record("a")])
    }

    @Test func nothingToWriteIsNoTransaction() async throws {
        let fixture = try await Fixture(busyTimeout: 0.01)
        let foreign = try foreignConnection(fixture.folder.path("control.db"))
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await fixture.store.saveAlerts([])
        await #expect(throws: StoreError.self) { try await fixture.store.saveAlert(Self.record("a")) }
    }

    @Test func recordsAreInControlAndOutliveALostHistory() async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveAlert(Self.record("a"))
        try fixture.store.close()
        try FileManager.default.removeItem(atPath: fixture.folder.path("history.db"))
        let store = try await Store.open(directory: fixture.folder.url)
        #expect(try await store.alerts() == [Self.record("a")])
    }
}
