import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Servers whose packs are damaged or made to harm: each is an error that says so, in bounded time and memory.
@Suite struct HostilePackTests {
    /// Written by Python, which has zlib: NAME.pack for each case.
    private static let script = #"""
        import hashlib, os, struct, sys, zlib
        root = sys.argv[1]
        def head(kind, size):
            byte, size = kind << 4 | size & 15, size >> 4
            out = bytearray()
            while size:
                out.append(byte | 128); byte, size = size & 127, size >> 7
            out.append(byte)
            return bytes(out)
        def varint(size):
            out = bytearray()
            while True:
                byte, size = size & 127, size >> 7
                out.append(byte | (128 if size else 0))
                if not size: return bytes(out)
        def offset(distance):
            out = bytearray([distance & 127]); distance >>= 7
            while distance:
                distance -= 1
                out.insert(0, 128 | distance & 127); distance >>= 7
            return bytes(out)
        def pack(objects, count=None, version=2):
            body = b"PACK" + struct.pack(">II", version, len(objects) if count is None else count)
            return b"".join([body] + objects) if not callable(objects) else body
        def seal(data): return data + hashlib.sha1(data).digest()
        def entry(kind, data): return head(kind, len(data)) + zlib.compress(data)
        blob = entry(3, b"hello\n")
        good = seal(pack([blob]))
        # Each delta copies what is before it sixteen times: 1 KiB becomes gigabytes in six steps.
        def bomb(steps):
            objects = [entry(3, b"a" * 1024)]
            size, at = 1024, [12]
            for step in range(steps):
                copies = b"".join(copy(0, size) for _ in range(16)) if size < 1 << 24 else b""
                delta = varint(size) + varint(size * 16) + copies
                at.append(at[-1] + len(objects[-1]))
                objects.append(head(6, len(delta)) + offset(at[-1] - at[-2]) + zlib.compress(delta))
                size *= 16
            return seal(pack(objects))
        def copy(at, size):
            op, args = 128, b""
            for bit in range(4):
                byte = at >> 8 * bit & 255
                if byte: op |= 1 << bit; args += bytes([byte])
            for bit in range(3):
                byte = size >> 8 * bit & 255
                if byte: op |= 16 << bit; args += bytes([byte])
            return bytes([op]) + args
        claim = varint(6) + varint(1 << 40) + copy(0, 6)
        cases = {
            "empty": b"", "garbage": os.urandom(4096), "truncated": good[:-25], "checksum": good[:-1] + bytes([good[-1] ^ 1]),
            "version": seal(pack([blob], version=9)), "count": seal(pack([blob], count=0xFFFFFFFF)),
            "fewer": seal(pack([blob], count=3)),
            "deflate": seal(pack([head(3, 6) + b"\xff\xff\xff\xff" * 8])),
            "size": seal(pack([head(3, 1 << 60) + zlib.compress(b"hello\n")])),
            "commit-size": seal(pack([head(1, 1 << 40) + zlib.compress(b"tree ")])),
            "kind": seal(pack([head(5, 6) + zlib.compress(b"hello\n")])),
            "bomb": bomb(5),
            "claim": seal(pack([blob, head(6, len(claim)) + offset(len(blob)) + zlib.compress(claim)])),
            "self": seal(pack([head(6, 4) + offset(0) + zlib.compress(b"abcd")])),
            "base": seal(pack([head(7, 4) + b"\x22" * 20 + zlib.compress(b"abcd")])),
            "inflate": seal(pack([head(3, 6) + zlib.compress(b"a" * (64 << 20))])),
            "elsewhere": good,
        }
        for name, data in cases.items():
            with open(os.path.join(root, name + ".pack"), "wb") as file: file.write(data)
        print(" ".join(cases))
        """#

    @Test("Every damaged or hostile pack is an error of its own, with no crash, no hang and bounded memory")
    func packs() async throws {
        let place = try Place(deadline: .seconds(60))
        let server = try GitServer(root: place.directory.url)
        let names = try Tool.run("python3", ["-c", Self.script, place.directory.path("")]).split(separator: " ")
        for name in names {
            let remote = GitRemote(url: "\(server.base)/pack/\(name)")
            let started = ContinuousClock.now
            let error = await #expect(throws: GitSourceError.self, "\(name)") {
                try await place.reader.tree(of: remote)
            }
            switch error {
            case .corruptRepository, .overBound, .unreachable: break
            default: Issue.record("\(name): \(String(describing: error))")
            }
            // A guard against hangs, not a timing.
            #expect(ContinuousClock.now - started < .seconds(30), "\(name)")
        }
        print("hostile packs: \(names.count) of \(names.count) refused")
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        #expect(try await place.reader.tree(of: place.remote()).files.count == 1)
        let pid = try #require(await place.reader.childProcessID)
        #expect(try Self.peak(of: pid) < 512 << 10)
        let left = try FileManager.default.subpathsOfDirectory(atPath: place.directory.path("mirrors"))
        #expect(!left.contains { $0.contains("pack_git2_") || $0.contains("tmp_object") }, "\(left)")
        await place.reader.stop()
    }

    /// The most memory that a process has had in use, in KiB.
    static func peak(of pid: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first ?? "") ?? .max
    }
}
