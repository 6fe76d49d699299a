package import Foundation
import Glibc

extension FileManager {
    /// The paths of all that is below a folder, from there; folders that vanish meanwhile are passed over.
    ///
    /// `subpathsOfDirectory` gives up where somebody else works in the folder.
    package func livingPaths(below folder: String) throws -> [String] {
        try contentsOfDirectory(atPath: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var facts = stat()
            guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { return [name] }
            do {
                return try [name] + livingPaths(below: path).map { "\(name)/\($0)" }
            } catch {
                guard fileExists(atPath: path) else { return [] }
                throw error
            }
        }
    }
}
