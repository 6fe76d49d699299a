package import Foundation
package import Model

/// Copies files of a plain folder as they were when it was looked at.
package enum FolderExport {
    /// Writes each file into `destination` under its blob's id, if it still has those contents. Blocking.
    package static func run(
        _ files: [ScratchFile], of path: String, into destination: URL, limit: Int
    ) -> [GitObjectID: FileFault] {
        var faults: [GitObjectID: FileFault] = [:]
        let root = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
        for file in files { faults[file.blob] = copy(file, of: root, into: destination, limit) }
        return faults
    }

    private static func copy(
        _ file: ScratchFile, of root: String, into destination: URL, _ limit: Int
    ) -> FileFault? {
        do throws(GitSourceError) {
            var folder = try OpenFolder(path: root, shown: PrintableText.line(root))
            var names = file.origin.split(separator: "/").map(String.init)
            guard let name = names.popLast(), !names.contains(".."), name != ".." else { return .gone }
            for folderName in names { folder = try folder.folder(named: folderName) }
            let (contents, size) = try folder.contents(named: name, limit: limit)
            guard size <= limit else { return .tooLarge(bytes: size) }
            guard BlobID.of(contents) == file.blob else { return .gone }
            if LFSPointer.matches(contents) { return .pointer }
            do {
                try contents.write(to: destination.appending(path: file.blob.rawValue), options: .withoutOverwriting)
            } catch {
                return .unreadable(reason: "\(error)")
            }
            return nil
        } catch {
            return .gone
        }
    }
}
