import API
import Foundation
import Glibc
import Model
import SystemPackage

/// `controller.json`: says to workers and commands of this state folder where the controller answers.
enum EndpointRecord {
    /// Written beside and renamed, so that nobody reads half of it.
    static func write(_ record: EndpointFile, in directory: URL) throws {
        let file = directory.appending(path: EndpointFile.name)
        let temporary = directory.appending(path: "\(EndpointFile.name).new")
        try? FileManager.default.removeItem(at: temporary)
        let contents = try APICoding.encode(record)
        do {
            let draft = try FileDescriptor.open(
                FilePath(temporary.path(percentEncoded: false)), .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
            try draft.closeAfter { _ = try draft.writeAll(contents) }
            guard rename(temporary.path(percentEncoded: false), file.path(percentEncoded: false)) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            throw EndpointNotWritten(path: file.path(percentEncoded: false), reason: "\(error)")
        }
    }

    static func read(from directory: URL) -> EndpointFile? {
        guard let file = try? FileHandle(forReadingFrom: directory.appending(path: EndpointFile.name)),
            let data = try? file.read(upToCount: EndpointFile.maxBytes + 1), data.count <= EndpointFile.maxBytes
        else { return nil }
        return try? APICoding.decode(EndpointFile.self, from: data)
    }

    static func remove(from directory: URL) {
        try? FileManager.default.removeItem(at: directory.appending(path: EndpointFile.name))
    }
}

/// Nobody could find the controller.
private struct EndpointNotWritten: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path) cannot be written: \(reason)" }
}
