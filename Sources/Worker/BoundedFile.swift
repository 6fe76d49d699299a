import Foundation

/// Files of which no more is read than they should hold.
enum BoundedFile {
    /// nil when the file is longer than `limit` bytes.
    static func read(_ url: URL, limit: Int) throws -> Data? {
        let file = try FileHandle(forReadingFrom: url)
        defer { try? file.close() }
        let data = try file.read(upToCount: limit + 1) ?? Data()
        return data.count > limit ? nil : data
    }
}
