import Foundation
import Model
import TestSupport
import Testing

@testable import Store

/// What people said beside git comes back as it was, and goes with what it is about.
struct DirectivesTests {
    private let fixture: Fixture
    private var store: Store { fixture.store }

    init() async throws { fixture = try await Fixture() }

    @Test func suspensionsAndLifetimesGoWithTheirObject() async throws {
        let object = Fixture.object("a")
        try await store.saveObject(object)
        let first = Suspension(
            object: object.identity, reason: "why", author: "ana", since: Fixture.time, until: Fixture.time)
        let second = Suspension(object: object.identity, reason: "other", author: "bob", since: Fixture.time)
        try await store.saveSuspension(first)
        try await store.saveSuspension(second)
        #expect(try await store.suspensions() == [second])
        let lifetime = Lifetime(object: object.identity, since: Fixture.time, renewedUntil: Fixture.time)
        try await store.saveLifetimes([])
        try await store.saveLifetimes([lifetime])
        #expect(try await store.lifetimes() == [lifetime])
        try await store.deleteLifetime(of: object.identity)
        try await store.deleteSuspension(of: object.identity)
        #expect(try await store.suspensions() == [])
        #expect(try await store.lifetimes() == [])
        try await store.saveSuspension(first)
        try await store.saveLifetimes([lifetime])
        try await store.deleteObject(object.identity)
        #expect(try await store.suspensions() == [])
        #expect(try await store.lifetimes() == [])
    }

    @Test func pinsGoWithTheirSource() async throws {
        let pin = SourcePin(
            source: "default", commit: GitObjectID(rawValue: "4f2c91e"), reason: "why", author: "ana",
            since: Fixture.time)
        try await store.savePin(pin)
        #expect(try await store.pins() == [pin])
        try await store.deletePin(of: "default")
        #expect(try await store.pins() == [])
        try await store.savePin(pin)
        try await store.deleteSource("default")
        #expect(try await store.pins() == [])
    }

    @Test func plannedStopsAreForgottenWithTheirInstances() async throws {
        let ids = ["i-1", "i-2", "i-3"].map { InstanceID(rawValue: $0) }
        for id in ids + ids { try await store.savePlannedStop(id) }
        try await store.deletePlannedStop(ids[0])
        #expect(try await store.plannedStops() == Set(ids.dropFirst()))
        try await store.keepPlannedStops(of: [ids[2]])
        #expect(try await store.plannedStops() == [ids[2]])
    }

    @Test func commitsAreFoundByTheirFirstDigits() async throws {
        for commit in ["aa11", "aa22", "bb33", "aa11"] {
            try await store.noteCommit(GitObjectID(rawValue: commit), of: "default")
        }
        try await store.noteCommit(GitObjectID(rawValue: "aa99"), of: "other")
        #expect(try await store.commits(of: "default", beginningWith: "aa").map(\.rawValue) == ["aa11", "aa22"])
        #expect(try await store.commits(of: "default", beginningWith: "c") == [])
    }
}
