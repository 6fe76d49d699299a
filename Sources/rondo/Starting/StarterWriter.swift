import Foundation
import Manifests

/// Writes the files of a new repository, all of them or none.
struct StarterWriter {
    let folder: URL
    /// The folder as it was typed.
    let shown: String

    func write(_ files: [StarterFile]) throws {
        let manager = FileManager.default
        let present = files.filter { file in
            (try? manager.attributesOfItem(atPath: path(file))) != nil
        }
        guard present.isEmpty else { throw StarterError.present(present.map(\.path), folder: shown) }
        for file in files {
            let url = folder.appending(path: file.path)
            do {
                try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .withoutOverwriting)
            } catch {
                throw StarterError.unwritable(file.path, folder: shown, reason: error.localizedDescription)
            }
        }
    }

    private func path(_ file: StarterFile) -> String {
        folder.appending(path: file.path).path(percentEncoded: false)
    }
}

/// Why no repository was written.
enum StarterError: Error, CustomStringConvertible {
    case present([String], folder: String)
    case unwritable(String, folder: String, reason: String)

    var description: String {
        switch self {
        case .present(let paths, let folder):
            """
            \(paths.joined(separator: ", ")) \(paths.count == 1 ? "is" : "are") in \(folder) already: nothing was \
            written; choose another folder or move \(paths.count == 1 ? "it" : "them") away
            """
        case .unwritable(let path, let folder, let reason): "\(path) can't be written in \(folder): \(reason)"
        }
    }
}
