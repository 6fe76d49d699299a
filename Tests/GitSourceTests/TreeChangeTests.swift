import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// What crosses the socket after the first time is the difference; together it must be what a first reading gives.
@Suite struct TreeChangeTests {
    /// Breaks when `TreeChange.compare` forgets removed folders (the second loop over `folders`), when
    /// `TreeAssembly.merged` keeps touched files, or when `takeAgain` drops the notices of folders that stayed.
    @Test("A reader that follows forty random commits holds what a fresh one reads", arguments: [1, 2, 3] as [UInt64])
    func followsRandomCommits(seed: UInt64) async throws {
        let place = try Place()
        var random = SplitMix(state: seed)
        try place.git.write("v: 0\n", to: "first.yaml")
        try place.git.commit("First")
        let plain = place.reader
        let listing = try Self.reader(place, "listing")
        for step in 0..<40 {
            for _ in 0...random.below(3) { try Self.edit(place.git, &random, step) }
            try place.git.commit("Step \(step)")
            let fresh = try Self.reader(place, "fresh-\(step)")
            let expected = try await fresh.tree(of: place.remote(), listing: true)
            await fresh.stop()
            #expect(try await listing.tree(of: place.remote(), listing: true) == expected, "seed \(seed) step \(step)")
            let unlisted = SourceTree(
                revision: expected.revision, files: expected.files, notices: expected.notices, root: expected.root)
            #expect(try await plain.tree(of: place.remote()) == unlisted, "seed \(seed) step \(step)")
            // A child that starts anew remembers no walk.
            if random.below(6) == 0 { await plain.stop() }
        }
        await plain.stop()
        await listing.stop()
    }

    private static func reader(_ place: Place, _ mirrors: String) throws -> GitReader {
        GitReader(executable: RondoExecutable.url, mirrors: place.directory.url.appending(path: mirrors))
    }

    /// One change of the work tree: a file written, removed or moved, a folder in a file's place, a link, a pointer.
    private static func edit(_ git: GitFixture, _ random: inout SplitMix, _ step: Int) throws {
        let folder = ["", "a/", "a/b/", "c/"][random.below(4)]
        let path = "\(folder)f\(random.below(5))\([".yaml", ".yml", ".txt"][random.below(3)])"
        let url = git.directory.appending(path: path)
        try? FileManager.default.removeItem(at: url)
        switch random.below(8) {
        case 0, 1, 2: try git.write("v: \(step % 7)\n", to: path)
        case 3: break
        case 4: try git.write("v: \(step)\n", to: "\(path)/inner.yaml")
        case 5:
            try git.write("", to: path)
            try FileManager.default.removeItem(at: url)
            try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: "first.yaml")
        case 6:
            try git.write(
                "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize \(step)\n",
                to: path)
        default: try? FileManager.default.removeItem(at: git.directory.appending(path: folder + "b"))
        }
        try git.write("\(step) \(random.next())\n", to: "always.txt")
    }
}

/// SplitMix64: the same random numbers from the same seed.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
