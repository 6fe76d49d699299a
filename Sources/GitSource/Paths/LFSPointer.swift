import Foundation
import Model

/// What Git LFS leaves in a repository in the place of a file: a few lines with its digest.
enum LFSPointer {
    /// What is said about a manifest that is one.
    static let message =
        "is a Git LFS pointer, whose contents are not in the repository: commit the manifest itself (`git lfs untrack`)"
    private static let beginnings = [
        "version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/",
    ]
    .map { Data($0.utf8) }
    /// The specification's own bound, in bytes.
    private static let longest = 1_024

    static func matches(_ contents: Data) -> Bool {
        contents.count < longest && beginnings.contains { contents.starts(with: $0) }
    }

    /// An error: the file may hold objects, which must not be taken for deleted.
    static func notice(_ path: String) -> Diagnostic {
        Diagnostic(message: message, location: SourceLocation(file: path, line: 1, column: 1))
    }
}
