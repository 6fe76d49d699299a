package import Model

/// Why the state folder could not be read or written, with what to do about it.
package enum StoreError: Error, Hashable, Sendable {
    /// Another controller holds the folder's lock; the pid is nil when the lock file does not tell.
    case folderInUse(folder: String, pid: Int32?)
    case folderUnusable(folder: String, reason: String)
    /// There is nothing to read: no controller ever ran on this folder.
    case noDatabase(folder: String)
    /// Written by a newer Rondo than this one.
    case newerSchema(file: String)
    /// Written by an older Rondo, and opened only for reading, so that it can't be brought up to date.
    case olderSchema(file: String)
    case damaged(file: String, detail: String)
    case diskFull(file: String)
    /// Another process kept the database locked for longer than the busy timeout.
    case locked(file: String)
    /// A write through a store that was opened for reading.
    case readOnly(file: String)
    /// A row whose contents this version does not understand.
    case unreadable(file: String, detail: String)
    /// Any other refusal of SQLite, by its extended result code.
    case refused(file: String, code: Int32, message: String)
    /// The run has ended, or never began.
    case runNotActive(RunID)
    case runExists(RunID)
    case attemptExists(run: RunID, task: String, number: Int)
    /// A creation for this ordinal is still unsettled; a second one could make a second VM.
    case intentOpen(object: ObjectIdentity, ordinal: Int)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folderInUse(let folder, let pid):
            "another controller\(pid.map { " (pid \($0))" } ?? "") uses the state folder \(folder): "
                + "stop it first, or choose another folder with --state"
        case .folderUnusable(let folder, let reason):
            "the state folder \(folder) can't be used (\(reason)): check its owner and permissions, "
                + "or choose another folder with --state"
        case .noDatabase(let folder):
            "there is no Rondo state in \(folder): start `rondo run` with this --state first, or name another folder"
        case .newerSchema(let file):
            "\(file) was written by a newer version of Rondo: use that version, or another folder with --state"
        case .olderSchema(let file):
            "\(file) was written by an older version of Rondo: start this version's controller on the folder once"
        case .damaged(let file, let detail):
            "\(file) is damaged (\(detail)): stop the controller, move this file and its -wal and -shm away "
                + "or restore a backup, and start again; running VMs are found again by their tags"
        case .diskFull(let file):
            "no space is left to write \(file): free some space on its disk; nothing was changed"
        case .locked(let file):
            "\(file) is locked by another process: end the program that holds it and try again"
        case .readOnly(let file):
            "\(file) was opened for reading only: changes go through the controller"
        case .unreadable(let file, let detail):
            "\(file) holds an entry that this version of Rondo can't read (\(detail)): use the version that wrote it"
        case .refused(let file, let code, let message):
            "SQLite refused an operation on \(file) (code \(code)): \(message)"
        case .runNotActive(let run):
            "run \(run) is not active: it has ended or never began"
        case .runExists(let run):
            "run \(run) is active already"
        case .attemptExists(let run, let task, let number):
            "attempt \(number) of `\(task)` in run \(run) was leased already"
        case .intentOpen(let object, let ordinal):
            "a creation of instance \(ordinal) of \(object) is still open: settle or fail it first"
        }
    }
}
