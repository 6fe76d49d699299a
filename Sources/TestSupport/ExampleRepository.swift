import Foundation

/// One of the repositories under `examples/`, as a person gets it.
package enum ExampleRepository {
    /// Path to text of each of its files; what begins with a dot is left out.
    package static func files(of name: String, file: String = #filePath) throws -> [String: String] {
        let folder = URL(filePath: file).deletingLastPathComponent()
            .appending(path: "../../examples/\(name)").standardizedFileURL
        var files: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        where !path.hasPrefix(".") {
            let url = folder.appending(path: path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files[path] = try String(contentsOf: url, encoding: .utf8)
        }
        return files
    }
}
