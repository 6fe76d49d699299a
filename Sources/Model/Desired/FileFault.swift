/// Why the contents of a file that a test names can't be had.
package enum FileFault: Error, Hashable, Sendable, Codable {
    /// Nobody holds them any more: the mirror was made anew, or the file was edited since it was looked at.
    case gone
    /// Larger than is taken.
    case tooLarge(bytes: Int)
    /// What Git LFS leaves in the place of a file.
    case pointer
    case unreadable(reason: String)
}

extension FileFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gone: "its contents are not there any more: a newer commit has taken their place"
        case .tooLarge(let bytes): "it is \(bytes) bytes long, which is more than a test may get of one file"
        case .pointer:
            "it is a Git LFS pointer, whose contents are not in the repository: commit the file itself "
                + "(`git lfs untrack`)"
        case .unreadable(let reason): "it can't be read: \(reason)"
        }
    }
}
