import Foundation
import TestSupport

extension RondoFixture {
    /// Commits an example of the project as it is, modes of files included.
    func commitExample(_ name: String, _ file: String = #filePath) throws {
        let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "../../examples/\(name)")
            .standardizedFileURL
        for entry in try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)) {
            try FileManager.default.copyItem(
                at: folder.appending(path: entry), to: URL(filePath: repository.path).appending(path: entry))
        }
        try repository.commit("Start with the \(name) example")
    }
}
