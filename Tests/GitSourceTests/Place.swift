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
        let link = directory.url.appending(path: "rondo")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: RondoExecutable.url)
        reader = GitReader(
            executable: link, mirrors: directory.url.appending(path: "mirrors"), deadline: deadline,
            limits: limits)
    }

    /// The processes that the reader started, zombies aside: told from those of other tests by the link's path.
    var children: [Int32] {
        let link = directory.path("rondo")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { pid in
            let line = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))
            return String(decoding: line ?? Data(), as: UTF8.self).hasPrefix(link)
        }
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
