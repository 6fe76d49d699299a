/// Why contents can't be kept.
package enum ContentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// They are not what their name says.
    case otherContents(String)
    case unusable(path: String, reason: String)

    package var description: String {
        switch self {
        case .otherContents(let name): "the contents are not those of \(name)"
        case .unusable(let path, let reason): "can't write \(path): \(reason); check free space and that it is writable"
        }
    }
}
