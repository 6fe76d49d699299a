import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Every case of the git-edge collection, read or refused in one consistent way.
@Suite(.enabled(if: GitEdgeSuite.isThere, "the git-edge collection is not here: set RONDO_TEST_DATA"))
struct GitEdgeSuiteTests {
    /// Device names of Windows are plain names here: nothing is ever checked out.
    private let plainHere: Set<String> = ["aux.yaml", "COM1.yml"]

    @Test func refusesItsPaths() throws {
        let suite = try GitEdgeSuite.load()
        rate("paths_reject", suite.pathsReject) { (PathRule.refusal(ofName: $0) == nil) == plainHere.contains($0) }
        // Submodules are never looked into, so that their names and `.gitmodules` mean nothing: plain files here, or
        // refused for what else they are.
        rate("not_gitmodules", suite.pathsNotGitmodules) { PathRule.refusal(ofName: $0) == nil }
    }

    @Test func refusesOrNeverFindsItsURLs() async throws {
        let suite = try GitEdgeSuite.load()
        let place = try Place()
        var refused: Set<String> = []
        for url in suite.urlsReject {
            await #expect(throws: GitSourceError.self, "\(url)") {
                try await place.reader.tree(of: GitRemote(url: url))
            }
            // What is not refused at once is the path of a folder, and so never leaves this machine.
            if (try? SourceAddress(url))?.isFolder ?? true { refused.insert(url) }
        }
        await place.reader.stop()
        rate("urls_reject", suite.urlsReject) { refused.contains($0) }
        rate("urls_accept", suite.urlsAccept) { (try? SourceAddress($0)) != nil }
    }

    @Test func takesAndRefusesItsRefNamesAsGitDoes() throws {
        let suite = try GitEdgeSuite.load()
        rate("refs_accept", suite.refNamesAccept) { RefName.refusal(of: $0) == nil }
        rate("refs_reject", suite.refNamesReject) { RefName.refusal(of: $0) != nil }
        rate("submodule_names_reject", suite.submoduleNamesReject) { (try? TreePath.components(of: $0)) == nil }
    }

    /// Prints and asserts how many cases come out as the suite says.
    private func rate(_ part: String, _ cases: [String], _ isRight: (String) -> Bool) {
        let wrong = cases.filter { !isRight($0) }
        print("git-edge \(part): \(cases.count - wrong.count) of \(cases.count)")
        #expect(wrong.isEmpty, "\(part): \(wrong.map(\.debugDescription))")
    }

    @Test func readsItsRepositories() async throws {
        let place = try Place()
        let repositories = try GitEdgeSuite.load().treesAndRepositories
        for repository in repositories { try await check(repository, in: place) }
        print("git-edge trees: \(repositories.count) of \(repositories.count) have a test")
        await place.reader.stop()
    }

    private func check(_ repository: GitEdgeSuite.Repository, in place: Place) async throws {
        let folder = place.directory.url.appending(path: UUID().uuidString)
        let git = try GitFixture(at: folder)
        let raw = RawTree(git: git)
        let remote = GitRemote(url: git.path)
        func read() async throws -> SourceTree { try await place.reader.tree(of: remote) }
        func paths() async throws -> [String] { try await read().files.map(\.path) }
        let name = Comment(rawValue: repository.name)
        if !repository.entries.isEmpty { try raw.commit(try nested(repository.entries, raw)) }

        switch repository.name {
        case "symlink out of the tree":
            let tree = try await read()
            #expect(tree.files.isEmpty, name)
            #expect(tree.notices.map(\.location.file) == ["environments/prod.yaml"], name)
            #expect(tree.notices.first?.severity == .warning, name)
        case "symlinked directory then file below it":
            let tree = try await read()
            #expect(tree.files.map(\.path) == ["d/x.yaml"], name)
            #expect(tree.notices.map(\.location.file) == ["d"], name)
        case "symlink inside the tree (legal)":
            let tree = try await read()
            #expect(tree.files.map(\.path) == ["base/e.yaml"], name)
            #expect(tree.notices.map(\.location.file) == ["env/e.yaml"], name)
        case "symlinked .gitattributes":
            let tree = try await read()
            #expect(tree.files.isEmpty && tree.notices.isEmpty, name)
        case "submodule with path traversal", "submodule update command":
            let modules = try raw.blob(repository.gitmodules ?? "")
            let commit = String(repeating: "1", count: 40)
            try raw.commit(
                try raw.tree([.init("100644", ".gitmodules", modules), .init("160000", "a", commit)]))
            let tree = try await read()
            #expect(tree.files.isEmpty, name)
            #expect(tree.notices.map(\.location.file) == ["a"], name)
        case "file names equal but for case":
            #expect(try await paths() == ["Env.yaml", "env.yaml"], name)
        case "file name with newline", "file name with a quote, tab, leading dash":
            let tree = try await read()
            #expect(tree.files.isEmpty, name)
            #expect(tree.notices.count == 1, name)
            #expect(tree.notices.allSatisfy { !"\($0)".contains("\n") && !"\($0)".contains("\t") }, name)
        case "git bomb: 10 nested levels x 10 identical subtrees":
            var tree = try raw.tree([.init("100644", "a.yaml", try raw.blob("kind: x"))])
            for _ in 0..<10 { tree = try raw.tree((0..<10).map { .init("40000", "d\($0)", tree) }) }
            try raw.commit(tree)
            await #expect(throws: GitSourceError.overBound(.entries, limit: 200_000, path: ""), name) {
                try await read()
            }
        case "one 100 MB YAML file":
            // A fifth of that: it is as far above the bound, and git takes its time over large files.
            try git.write(String(repeating: "a: b\n", count: 4 << 20), to: "a.yaml")
            try git.commit("Large")
            let tree = try await read()
            #expect(tree.files.isEmpty, name)
            #expect(tree.notices.first?.severity == .error, name)
        case "mode 100664 and 0100755":
            #expect(try await paths() == ["a.yaml"], name)
        case ".gitattributes with filter":
            #expect(try await read().files.map(\.contents) == [Data("x".utf8)], name)
        case "CRLF and BOM manifest":
            let text = repository.entries.first?.last ?? ""
            #expect(try await read().files.map(\.contents) == [Data(text.utf8)], name)
        case "commit dated 1969, 2106, or with zone +9999":
            let tree = try raw.tree([.init("100644", "a.yaml", try raw.blob("x"))])
            for date in ["-1 +0000", "4291747200 +0000", "4291747200 +9999", "99999999999999999999 -9999"] {
                let text = "tree \(tree)\nauthor A <a@b> \(date)\ncommitter A <a@b> \(date)\n\nDated\n"
                let commit = try raw.object("commit", Data(text.utf8))
                try git.git("update-ref", "refs/heads/main", commit)
                await readsOrRefuses {
                    let found = try await paths()
                    #expect(found == ["a.yaml"], name)
                }
            }
        case "sha256 object format repository":
            let other = place.directory.path("sha256-\(UUID().uuidString)")
            try git.git("init", "-q", "--object-format=sha256", other)
            try git.git(
                "-C", other, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x")
            await #expect(
                throws: GitSourceError.unsupportedRepository(
                    url: other, reason: "it uses SHA-256 object ids; make it with `git init --object-format=sha1`"),
                name
            ) { try await place.reader.tree(of: GitRemote(url: other)) }
        case "repository with core.fsmonitor, core.sshCommand or hooksPath set in its own config":
            let trap = place.directory.path("trap-\(UUID().uuidString)")
            try git.write("v: 1\n", to: "a.yaml")
            try git.commit("One")
            for key in ["core.fsmonitor", "core.sshCommand", "uploadpack.packObjectsHook"] {
                try git.git("config", key, "touch \(trap)")
            }
            try git.git("config", "core.hooksPath", place.directory.path("hooks"))
            #expect(try await paths() == ["a.yaml"], name)
            #expect(!FileManager.default.fileExists(atPath: trap), name)
        case "truncated pack / missing object":
            try git.write("v: 1\n", to: "a.yaml")
            try git.commit("One")
            let blob = try git.git("rev-parse", "HEAD:a.yaml")
            try git.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
            let error = await #expect(throws: GitSourceError.self, name) { try await read() }
            if case .corruptRepository = error {} else { Issue.record("\(String(describing: error))") }
        case "force-push to an unrelated history", "tag and branch of one name",
            "HEAD detached or pointing to an unborn branch",
            "commit message with ANSI escapes, markdown, @mentions":
            // In GitReaderTests, with what each is expected to give.
            break
        default: Issue.record("no test for the case `\(repository.name)`")
        }
    }

    /// A date that no clock shows may be refused, as long as the error is one of ours.
    private func readsOrRefuses(_ body: () async throws -> Void) async {
        do { try await body() } catch is GitSourceError {} catch { Issue.record(error) }
    }

    /// Builds folders from paths with `/`; an entry's name may occur as a link and as a folder.
    private func nested(_ entries: [[String]], _ raw: RawTree) throws -> String {
        var here: [RawTree.Entry] = []
        var below: [String: [[String]]] = [:]
        for entry in entries {
            let parts = entry[1].split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 2 {
                below[parts[0], default: []].append([entry[0], parts[1], entry[2]])
            } else {
                here.append(.init(entry[0], entry[1], try raw.blob(entry[2])))
            }
        }
        for (name, entries) in below { here.append(.init("40000", name, try nested(entries, raw))) }
        return try raw.tree(here.sorted { $0.name.lexicographicallyPrecedes($1.name) })
    }
}
