package import Foundation

/// A GnuPG home of one test, with keys that need no passphrase.
package final class GPGHome: Sendable {
    private let folder: URL
    /// A program that signs with these keys, for `gpg.program`.
    package let program: String

    package init(in directory: URL) throws {
        folder = directory.appending(path: "g\(UUID().uuidString.prefix(6))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        program = try Self.script("sign", in: folder, options: "")
    }

    /// A program that signs with these keys as if the clock showed `time`, such as `20200101T000000`.
    package func program(at time: String) throws -> String {
        try Self.script("sign-\(time)", in: folder, options: "--faked-system-time \(time)")
    }

    private static func script(_ name: String, in folder: URL, options: String) throws -> String {
        let file = folder.appending(path: name)
        let text = "#!/bin/sh\nexec gpg --homedir '\(folder.path(percentEncoded: false))' \(options) \"$@\"\n"
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: file.path(percentEncoded: false))
        return file.path(percentEncoded: false)
    }

    deinit {
        _ = try? Tool.run("gpgconf", ["--homedir", folder.path(percentEncoded: false), "--kill", "all"])
    }

    /// Makes a signing key for a mail address; with `time` it lives for the day after that and has expired since.
    package func make(_ address: String, at time: String? = nil) throws {
        try Tool.run(
            time.map(program(at:)) ?? program,
            ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "Key <\(address)>", "ed25519", "sign", "1d"])
    }

    package func revoke(_ address: String) throws {
        let listing = try Tool.run(program, ["--batch", "--with-colons", "--list-keys", address])
        let line = listing.split(separator: "\n").first { $0.hasPrefix("fpr") } ?? ""
        let fingerprint = line.split(separator: ":").last.map(String.init) ?? ""
        let file = folder.appending(path: "openpgp-revocs.d/\(fingerprint).rev")
        // GnuPG puts a colon there, so that nobody imports one by accident.
        let text = try String(contentsOf: file, encoding: .utf8).replacing(":-----BEGIN", with: "-----BEGIN")
        try Data(text.utf8).write(to: file)
        try Tool.run(program, ["--batch", "--quiet", "--import", file.path(percentEncoded: false)])
    }

    /// The armoured public key.
    package func publicKey(_ address: String) throws -> String {
        try Tool.run(program, ["--batch", "--armor", "--export", address])
    }
}
