import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// The copy on this machine: what a kill or a damaged disk leaves in it never stops the next read.
@Suite struct MirrorTests {
    @Test func sweepsWhatAKilledFetchLeft() async throws {
        let place = try await started()
        let mirror = try place.mirror
        let pack = mirror.appending(path: "objects/pack/pack_git2_abc123")
        let object = mirror.appending(path: "objects/ab/tmp_object_git2_x")
        let keeper = "refs/rondo/" + BlobID.of(Data("refs/heads/main".utf8)).rawValue
        let lock = mirror.appending(path: keeper + ".lock")
        try FileManager.default.createDirectory(
            at: object.deletingLastPathComponent(), withIntermediateDirectories: true)
        for file in [pack, object, lock] { try Data("left".utf8).write(to: file) }
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: place.remote()).revision.subject == "Two")
        for file in [pack, object, lock] {
            #expect(!FileManager.default.fileExists(atPath: file.path(percentEncoded: false)))
        }
        await place.reader.stop()
    }

    @Test(arguments: ["HEAD", "config", "objects", "refs"])
    func isMadeAnewWhenItCannotBeRead(part: String) async throws {
        let place = try await started()
        let victim = try place.mirror.appending(path: part)
        try FileManager.default.removeItem(at: victim)
        try Data([0xFF, 0x5B, 0x00]).write(to: victim)
        try place.git.commit("Two")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.revision.subject == "Two")
        #expect(tree.files.count == 1)
        await place.reader.stop()
    }

    @Test func isMadeAnewWhenItsPacksAreDamagedOrGone() async throws {
        for damage in [Data("garbage".utf8), nil] {
            let place = try await started()
            let packs = try place.mirror.appending(path: "objects/pack")
            for name in try FileManager.default.contentsOfDirectory(atPath: packs.path(percentEncoded: false)) {
                let file = packs.appending(path: name)
                try FileManager.default.removeItem(at: file)
                if let damage { try damage.write(to: file) }
            }
            // Another reader, which holds nothing.
            let fresh = GitReader(
                executable: RondoExecutable.url, mirrors: place.directory.url.appending(path: "mirrors"))
            #expect(try await fresh.tree(of: place.remote()).files.count == 1)
            await fresh.stop()
            await place.reader.stop()
        }
    }

    @Test func staysUsableWhenAFetchFails() async throws {
        let place = try await started()
        let aside = place.directory.path("aside")
        try FileManager.default.moveItem(atPath: place.git.path, toPath: aside)
        await #expect(throws: GitSourceError.notARepository(url: place.git.path)) {
            try await place.reader.tree(of: place.remote())
        }
        try FileManager.default.moveItem(atPath: aside, toPath: place.git.path)
        let blob = try place.git.git("rev-parse", "HEAD:a.yaml")
        let object = ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        let pack = try place.mirror.appending(path: "objects/pack").path(percentEncoded: false)
        let before = try FileManager.default.contentsOfDirectory(atPath: pack).sorted()
        let new = try place.git.git("rev-parse", "HEAD:b.yaml")
        let newObject = ".git/objects/\(new.prefix(2))/\(new.dropFirst(2))"
        try place.git.remove(newObject)
        await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: place.remote()) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: pack).sorted() == before)
        try place.git.git("hash-object", "-w", "b.yaml")
        #expect(try await place.reader.tree(of: place.remote()).files.count == 2)
        #expect(FileManager.default.fileExists(atPath: place.git.path + "/" + object))
        await place.reader.stop()
    }

    @Test func obeysNobodysConfiguration() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("Mine")
        let evil = try GitFixture(at: place.directory.url.appending(path: "evil"))
        try evil.commit("Evil")
        let home = place.directory.path("home")
        try place.directory.write("[url \"\(evil.path)\"]\n\tinsteadOf = \(place.git.path)\n", to: "home/.gitconfig")
        let child = RondoExecutable.url.path(percentEncoded: false)
        let reader = GitReader(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", "HOME='\(home)' exec '\(child)' git-child"],
            mirrors: place.directory.url.appending(path: "mirrors"))
        #expect(try await reader.tree(of: place.remote()).revision.subject == "Mine")
        await reader.stop()
    }

    @Test func readsARepositoryOfAnotherUser() async throws {
        guard getuid() == 0 else { return }
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let below = try FileManager.default.subpathsOfDirectory(atPath: place.git.path)
        for path in below + ["."] { chown("\(place.git.path)/\(path)", 65_534, 65_534) }
        #expect(try await place.reader.tree(of: place.remote()).files.count == 1)
        await place.reader.stop()
    }

    @Test func saysThatAShallowCloneIsNoSource() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        try place.git.commit("Two")
        let shallow = place.directory.path("shallow")
        try place.git.git("clone", "-q", "--depth", "1", "file://" + place.git.path, shallow)
        await #expect(
            throws: GitSourceError.unsupportedRepository(
                url: shallow, reason: "it is a shallow clone; run `git fetch --unshallow` there")
        ) { try await place.reader.tree(of: GitRemote(url: shallow)) }
        await place.reader.stop()
    }

    @Test func saysThatItCannotBeKept() async throws {
        let place = try Place()
        try place.git.commit("One")
        try Data().write(to: place.directory.url.appending(path: "file"))
        let reader = GitReader(
            executable: RondoExecutable.url, mirrors: place.directory.url.appending(path: "file/mirrors"))
        let error = await #expect(throws: GitSourceError.self) { try await reader.tree(of: place.remote()) }
        if case .mirrorUnusable = error {} else { Issue.record("\(String(describing: error))") }
        await reader.stop()
    }

    @Test func isForgottenWhenItHoldsTooManyPacks() async throws {
        let place = try await started()
        let packs = try place.mirror.appending(path: "objects/pack")
        for index in 0...RequestServer.packLimit {
            try Data().write(to: packs.appending(path: "pack-\(index).pack"))
        }
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: place.remote()).revision.subject == "Two")
        #expect(!FileManager.default.fileExists(atPath: packs.path(percentEncoded: false)))
        try place.git.commit("Three")
        #expect(try await place.reader.tree(of: place.remote()).revision.subject == "Three")
        await place.reader.stop()
    }

    private func started() async throws -> Place {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        _ = try await place.reader.tree(of: place.remote())
        return place
    }
}
