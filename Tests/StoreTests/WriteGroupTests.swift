import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

/// Writes that are committed together: each has its own end, and what a caller was told is what stands.
struct WriteGroupTests {
    private struct Refused: Error {}

    /// Broken by: in `Write.attempt`, run `body` without `inSavepoint`.
    @Test("One that fails undoes itself alone")
    func failing() async throws {
        let fixture = try await Fixture()
        let written = await outcomes(200) { number in
            try await fixture.store.control.write { database in
                try Self.put("\(number)", in: database)
                if number.isMultiple(of: 3) { throw Refused() }
            }
        }
        #expect(written == Set((0..<200).filter { !$0.isMultiple(of: 3) }))
        #expect(try await Self.kept(fixture) == written)
    }

    /// Broken by: in `WriteGroup.commit`, answer every write with the failure instead of trying each again.
    @Test("A disk that fills while they are written fails those that find no place, and no other")
    func fullDisk() async throws {
        let fixture = try await Fixture()
        try await fixture.store.control.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        let large = String(repeating: "x", count: 1_000_000)
        let written = await outcomes(60) { number in
            try await fixture.store.control.write { database in
                try Self.put("\(number)", large: number.isMultiple(of: 4) ? large : "", in: database)
            }
        }
        #expect(written == Set((0..<60).filter { !$0.isMultiple(of: 4) }))
        #expect(try await Self.kept(fixture) == written)
    }

    @Test("A locked database fails all that wait, and is usable afterwards")
    func locked() async throws {
        let fixture = try await Fixture(busyTimeout: 0.01)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let foreign = try DatabaseQueue(path: fixture.folder.path("control.db"), configuration: configuration)
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let write: @Sendable (Int) async throws -> Void = { number in
            try await fixture.store.control.write { try Self.put("\(number)", in: $0) }
        }
        #expect(await outcomes(20, write).isEmpty)
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await outcomes(20, write).count == 20)
    }

    /// The numbers of the writes whose callers were told that they stand.
    private func outcomes(_ count: Int, _ write: @escaping @Sendable (Int) async throws -> Void) async -> Set<Int> {
        await withTaskGroup(of: Int?.self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await write(number)
                        return number
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.insert(number) } }
        }
    }

    private static func put(_ id: String, large: String = "", in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO instances (id, object, ordinal, value) VALUES (?, 'x', 0, ?)", arguments: [id, large])
    }

    private static func kept(_ fixture: Fixture) async throws -> Set<Int> {
        try await fixture.store.control.read { database in
            Set(try String.fetchAll(database, sql: "SELECT id FROM instances").compactMap { Int($0) })
        }
    }
}
