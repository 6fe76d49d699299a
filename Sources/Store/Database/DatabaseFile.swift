import Foundation
import GRDB

/// One of the two databases: its file, its connections, and its failures in our words.
struct DatabaseFile: Sendable {
    enum Durability: String, Sendable {
        /// A commit is on the disk before the call returns.
        case full = "FULL"
        /// A power cut may lose the last commits, never the database.
        case normal = "NORMAL"
    }

    let path: String
    let pool: DatabasePool
    private let writes: WriteGroup
    /// nil outside of simulations.
    var gate: (any StoreGate)?

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
        writes = WriteGroup(pool: pool)
    }

    /// Opens for writing: makes the file (mode 0600), checks it, and brings its schema up to date.
    static func open(
        _ path: String, migrator: DatabaseMigrator, durability: Durability, busyTimeout: TimeInterval
    ) throws(StoreError) -> DatabaseFile {
        try StateFolder.restrict(path)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(busyTimeout)
            configuration.prepareDatabase { database in
                // What a deleted attempt captured must not stay in free pages.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
            let pool = try DatabasePool(path: path, configuration: configuration)
            // The pool sets NORMAL on its writer after `prepareDatabase`, so only now does FULL hold.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
            }
            let verdict = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else { throw StoreError.damaged(file: path, detail: verdict ?? "no answer") }
            guard try !pool.read(migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(file: path) }
            try migrator.migrate(pool)
            return DatabaseFile(path: path, pool: pool)
        } catch {
            throw fault(error, path)
        }
    }

    /// Opens for reading beside a controller that may be writing.
    static func openForReading(
        _ path: String, migrator: DatabaseMigrator, busyTimeout: TimeInterval
    ) throws(StoreError) -> DatabaseFile {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(busyTimeout)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.read { database in
                guard try !migrator.hasBeenSuperseded(database) else { throw StoreError.newerSchema(file: path) }
                guard try migrator.hasCompletedMigrations(database) else { throw StoreError.olderSchema(file: path) }
            }
            return DatabaseFile(path: path, pool: pool)
        } catch {
            throw fault(error, path)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            if let gate { return try passing(gate, .read) { try pool.read(body) } }
            return try await pool.read(body)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.fault(error, path)
        }
    }

    /// Runs `body` in a transaction, rolled back when it throws; what waits at the same time is committed together. A
    /// task that was cancelled before writes nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            if let gate { return try passing(gate, .write) { try pool.write(body) } }
            return try await writes.write(body)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.fault(error, path)
        }
    }

    /// Works on the caller's thread, so that what a gate decides does not depend on other threads.
    private func passing<Value>(
        _ gate: any StoreGate, _ access: StoreAccess, _ body: () throws -> Value
    ) throws -> Value {
        let file = URL(filePath: path).lastPathComponent
        try gate.enter(access, file)
        let value = try body()
        try gate.leave(access, file)
        return value
    }

    /// Moves the log into the database, so that the file alone is all there is, and ends all connections.
    func close() throws(StoreError) {
        do {
            if !pool.configuration.readonly {
                // A reader elsewhere may keep the log in use; then the next controller moves it.
                _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            }
            try pool.close()
        } catch {
            throw Self.fault(error, path)
        }
    }

    /// SQLite's failures by result code (https://www.sqlite.org/rescode.html) in our words.
    static func fault(_ error: any Error, _ path: String) -> StoreError {
        switch error {
        case let error as StoreError:
            return error
        case let error as DatabaseError:
            let message = error.message ?? "no message"
            // The file that readers and writers share could not grow: the disk is full as well.
            if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE { return .diskFull(file: path) }
            switch error.resultCode {
            case .SQLITE_FULL: return .diskFull(file: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked(file: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(file: path, detail: message)
            case .SQLITE_READONLY: return .readOnly(file: path)
            case .SQLITE_CANTOPEN, .SQLITE_PERM: return .folderUnusable(folder: path, reason: message)
            default: return .refused(file: path, code: error.extendedResultCode.rawValue, message: message)
            }
        default:
            return .unreadable(file: path, detail: "\(error)")
        }
    }
}
