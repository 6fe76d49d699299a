import CGit2
package import Foundation
import Model

/// Writes blobs of a mirror into a folder, each under its id; for a process of its own, as all that reads objects is.
package enum BlobExport {
    /// Reads ids from `input`, one a line, and says on `output` which of them could not be written: a JSON object of id
    /// and `FileFault`.
    ///
    /// - Parameter mirror: the path of the bare repository.
    package static func run(mirror: String, folder: String, limit: Int, input: FileHandle, output: FileHandle) {
        MemoryBound.apply()
        let text = String(decoding: (try? input.readToEnd()) ?? Data(), as: UTF8.self)
        let ids = text.split(separator: "\n").map { GitObjectID(rawValue: String($0)) }
        let faults = export(ids, mirror: mirror, folder: folder, limit: limit)
        let told = Dictionary(faults.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        if let answer = try? JSONEncoder().encode(told) { try? output.write(contentsOf: answer) }
    }

    static func export(
        _ ids: [GitObjectID], mirror: String, folder: String, limit: Int
    ) -> [GitObjectID: FileFault] {
        LibGit.start()
        // Never made here: a mirror that is gone holds nothing.
        let opened: Mirror? = FileManager.default.fileExists(atPath: mirror) ? try? Mirror(folder: mirror) : nil
        var faults: [GitObjectID: FileFault] = [:]
        for id in ids { faults[id] = opened.map { write(id, of: $0, folder, limit) } ?? .gone }
        return faults
    }

    private static func write(_ id: GitObjectID, of mirror: Mirror, _ folder: String, _ limit: Int) -> FileFault? {
        guard var oid = git_oid(hex: id.rawValue), let header = try? mirror.header(of: &oid),
            header.type == GIT_OBJECT_BLOB
        else { return .gone }
        guard header.size <= limit else { return .tooLarge(bytes: header.size) }
        do {
            let contents = try mirror.contents(of: id).bytes
            if LFSPointer.matches(contents) { return .pointer }
            try contents.write(to: URL(filePath: folder).appending(path: id.rawValue), options: .withoutOverwriting)
            return nil
        } catch let error as LibGitError {
            return .unreadable(reason: error.message)
        } catch {
            return .unreadable(reason: "\(error)")
        }
    }
}
