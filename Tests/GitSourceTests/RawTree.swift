import Foundation
import TestSupport

/// Tree objects byte by byte, for what `git add` would refuse to write.
struct RawTree {
    struct Entry {
        let mode: String
        let name: [UInt8]
        let object: String

        init(_ mode: String, _ name: String, _ object: String) {
            self.init(mode, Array(name.utf8), object)
        }

        init(_ mode: String, _ name: [UInt8], _ object: String) {
            self.mode = mode
            self.name = name
            self.object = object
        }
    }

    let git: GitFixture

    func blob(_ text: String) throws -> String { try object("blob", Data(text.utf8)) }

    /// Writes the entries in the order given.
    func tree(_ entries: [Entry]) throws -> String {
        var data = Data()
        for entry in entries {
            data.append(Data("\(entry.mode) ".utf8) + Data(entry.name) + [0])
            let digits = Array(entry.object)
            for index in stride(from: 0, to: 40, by: 2) {
                data.append(UInt8(String(digits[index...(index + 1)]), radix: 16) ?? 0)
            }
        }
        return try object("tree", data)
    }

    /// Makes `branch` a new commit of the tree, without a parent.
    @discardableResult
    func commit(_ tree: String, branch: String = "main", message: String = "Raw") throws -> String {
        let commit = try git.git("commit-tree", tree, "-m", message)
        try git.git("update-ref", "refs/heads/\(branch)", commit)
        return commit
    }

    func object(_ type: String, _ data: Data) throws -> String {
        let file = git.directory.appending(path: ".git/raw-\(UUID().uuidString)")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try git.git(
            "hash-object", "-t", type, "-w", "--literally", "--no-filters", file.path(percentEncoded: false))
    }
}
