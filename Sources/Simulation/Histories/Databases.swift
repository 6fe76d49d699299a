import Foundation
import Store

/// The two databases of a history; made once a process and copied for each.
struct Databases: Sendable {
    enum Loss: CaseIterable {
        case control, history, both
    }

    private let folder: URL

    init(folder: URL) { self.folder = folder }

    func open() throws -> Store {
        for name in ["control.db", "history.db"] { try copy(name) }
        return try Store.openNow(directory: folder)
    }

    func lose(_ loss: Loss) throws -> Store {
        switch loss {
        case .control: try copy("control.db")
        case .history: try copy("history.db")
        case .both: for name in ["control.db", "history.db"] { try copy(name) }
        }
        return try Store.openNow(directory: folder)
    }

    private func copy(_ name: String) throws {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(at: folder.appending(path: name + suffix))
        }
        try FileManager.default.copyItem(
            at: Self.template.appending(path: name), to: folder.appending(path: name))
    }

    /// Makes the template; to be called once before the first history.
    static func prepare() throws {
        try FileManager.default.createDirectory(at: template, withIntermediateDirectories: true)
        try Store.openNow(directory: template).close()
    }

    /// Removes the template.
    static func clean() { try? FileManager.default.removeItem(at: template) }

    private static let template = FileManager.default.temporaryDirectory
        .appending(path: "rondo-simulation-\(ProcessInfo.processInfo.processIdentifier)", directoryHint: .isDirectory)
}
