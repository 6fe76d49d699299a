package import Foundation

/// What Rondo remembers, in the two databases of a state folder; queries stand in extensions, one file a table family.
///
/// Every function throws `StoreError`, or `CancellationError` when its task was cancelled before the commit.
/// Dates keep their milliseconds, not more. Whoever writes holds the folder's `StateLock`.
package final class Store: Sendable {
    package enum Mode: Sendable {
        case readWrite
        /// Works beside a controller and never changes anything.
        case readOnly
    }

    /// Where a damaged `history.db` was moved when this store was opened; nil as a rule.
    package let historySetAside: URL?
    let control: DatabaseFile
    /// nil when opened for reading and there is none.
    let history: DatabaseFile?

    init(control: DatabaseFile, history: DatabaseFile?, historySetAside: URL?) {
        self.control = control
        self.history = history
        self.historySetAside = historySetAside
    }

    /// Opens the databases of a folder; for writing, makes what is missing and brings the schema up to date.
    ///
    /// - Parameters:
    ///   - directory: the state folder, made with mode 0700 when opened for writing.
    ///   - busyTimeout: seconds to wait for another process's lock before `StoreError.locked`.
    package static func open(
        directory: URL, mode: Mode = .readWrite, busyTimeout: TimeInterval = 5
    ) async throws(StoreError) -> Store {
        // Opening reads and syncs files, which has no place on the cooperative pool.
        let result: Result<Store, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result { () throws(StoreError) in
                        switch mode {
                        case .readWrite: try openForWriting(directory, busyTimeout)
                        case .readOnly: try openForReading(directory, busyTimeout)
                        }
                    })
            }
        }
        return try result.get()
    }

    private static func openForWriting(_ directory: URL, _ busyTimeout: TimeInterval) throws(StoreError) -> Store {
        try StateFolder.create(directory)
        let files = Files(directory)
        let control = try DatabaseFile.open(
            files.control, migrator: ControlSchema.migrator, durability: .full, busyTimeout: busyTimeout)
        func openHistory() throws(StoreError) -> DatabaseFile {
            try DatabaseFile.open(
                files.history, migrator: HistorySchema.migrator, durability: .normal, busyTimeout: busyTimeout)
        }
        do {
            return Store(control: control, history: try openHistory(), historySetAside: nil)
        } catch .damaged {
            let aside = try HistoryRescue.setAside(files.history)
            return Store(control: control, history: try openHistory(), historySetAside: aside)
        }
    }

    private static func openForReading(_ directory: URL, _ busyTimeout: TimeInterval) throws(StoreError) -> Store {
        let files = Files(directory)
        guard files.hasContents(files.control) else {
            throw .noDatabase(folder: directory.path(percentEncoded: false))
        }
        let control = try DatabaseFile.openForReading(
            files.control, migrator: ControlSchema.migrator, busyTimeout: busyTimeout)
        guard files.hasContents(files.history) else {
            return Store(control: control, history: nil, historySetAside: nil)
        }
        do {
            let history = try DatabaseFile.openForReading(
                files.history, migrator: HistorySchema.migrator, busyTimeout: busyTimeout)
            return Store(control: control, history: history, historySetAside: nil)
        } catch .damaged {
            return Store(control: control, history: nil, historySetAside: nil)
        }
    }

    /// Opens for writing on the caller's thread, for programs that have one thread only.
    package static func openNow(directory: URL, busyTimeout: TimeInterval = 5) throws(StoreError) -> Store {
        try openForWriting(directory, busyTimeout)
    }

    /// Ends all connections; nothing may be called afterwards. Without it they end with the process, and nothing is lost.
    package func close() throws(StoreError) {
        try control.close()
        try history?.close()
    }
}

extension Store {
    /// The paths of the two databases in a state folder.
    private struct Files {
        let control: String
        let history: String

        init(_ directory: URL) {
            control = directory.appending(path: "control.db").path(percentEncoded: false)
            history = directory.appending(path: "history.db").path(percentEncoded: false)
        }

        /// An empty file is a database that was never set up.
        func hasContents(_ path: String) -> Bool {
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_size > 0
        }
    }

}
