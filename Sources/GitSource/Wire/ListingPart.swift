import Foundation
import Model

/// Some files of a listing as bytes: for each the twenty bytes of its blob's id, two for the length of its path
/// (big-endian; the highest bit says that it may be executed), and the path in UTF-8.
enum ListingPart {
    struct Entry: Equatable {
        let path: String
        let blob: GitObjectID
        var isExecutable = false
    }

    private static let headBytes = 22
    /// Of the two bytes of a length; paths are much shorter than it.
    private static let executableBit = 0x8000

    /// How many bytes a file takes.
    static func size(of path: String) -> Int { headBytes + path.utf8.count }

    /// `blob` holds twenty bytes; the path is within `PathRule.longestPath`.
    static func append(_ path: String, blob: [UInt8], isExecutable: Bool = false, to payload: inout Data) {
        let length = path.utf8.count | (isExecutable ? executableBit : 0)
        payload.append(contentsOf: blob)
        payload.append(contentsOf: [UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)])
        payload.append(contentsOf: path.utf8)
    }

    /// nil when the bytes are cut short or a path is not UTF-8.
    static func entries(of payload: Data) -> [Entry]? {
        var entries: [Entry] = []
        var rest = [UInt8](payload)[...]
        while !rest.isEmpty {
            guard rest.count >= headBytes else { return nil }
            let head = rest.prefix(headBytes)
            let marked = head.suffix(2).reduce(0) { $0 << 8 | Int($1) }
            let length = marked & ~executableBit
            let text = rest.dropFirst(headBytes).prefix(length)
            guard text.count == length, let path = String(validating: text, as: UTF8.self) else { return nil }
            entries.append(
                Entry(path: path, blob: BlobID.hex(head.prefix(20)), isExecutable: marked & executableBit != 0))
            rest = rest.dropFirst(headBytes + length)
        }
        return entries
    }
}
