import Foundation
import Model

/// What the keys that are there already are wrapped by.
enum WrappedSiblings {
    private struct Contents: Codable {
        let wrapped: WrappedKey?
    }

    /// nil where none is wrapped.
    static func wrapping(in directory: URL) async throws(AccessError) -> WrappingKey? {
        try await OffPool.run { () throws(AccessError) in
            let path = directory.path(percentEncoded: false)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            for name in names.sorted() where name.hasSuffix(".json") {
                guard let data = try PrivateFile(directory: directory, name: name).read(),
                    let wrapped = try? JSONDecoder().decode(Contents.self, from: data).wrapped
                else { continue }
                return wrapped.by
            }
            return nil
        }
    }
}
