import Foundation
import GitSource
import TestSupport

/// A folder with a repository, a folder for mirrors, and a reader that uses both.
struct Place {
    let directory: TemporaryDirectory
    let git: GitFixture
    let reader: GitReader

    init(deadline: Duration = .seconds(60), limits: ReadLimits = ReadLimits()) throws {
        directory = try TemporaryDirectory()
        git = try GitFixture(at: directory.url.appending(path: "repository"))
        reader = GitReader(
            executable: RondoExecutable.url, mirrors: directory.url.appending(path: "mirrors"), deadline: deadline,
            limits: limits)
    }

    /// The repository as a source.
    func remote(_ ref: GitRemote.Ref = .defaultBranch, path: String = "") -> GitRemote {
        GitRemote(url: git.path, ref: ref, path: path)
    }

    /// The only mirror there is.
    var mirror: URL {
        get throws {
            let mirrors = directory.url.appending(path: "mirrors")
            let names = try FileManager.default.contentsOfDirectory(atPath: mirrors.path(percentEncoded: false))
            return mirrors.appending(path: names.first ?? "none")
        }
    }
}
