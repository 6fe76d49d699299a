package import Foundation

/// The place of a repository file in a scratch folder that is new, so that it holds no link and nothing runs in it yet.
package enum ScratchTarget {
    /// Why there is none; for people.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// Makes the folders above the file.
    package static func make(_ path: String, in scratch: URL) throws(Problem) -> URL {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !path.utf8.contains(0) else {
            throw Problem(description: "`\(path)` is not inside the scratch folder")
        }
        let target = scratch.appending(path: path)
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw Problem(description: "the folder of `\(path)` can't be made: \(error)")
        }
        return target
    }
}
