package import Foundation

/// OpenSSH's own server on loopback, for the user who runs the tests.
package final class SSHServer: Sendable {
    package let port: Int
    /// Host keys by their short type, such as `ed25519`: the public half, without a comment.
    package let hostKeys: [String: String]
    private let server: RunningServer

    /// `directory` takes its files; `authorized` are lines of public keys; `options` are lines of sshd_config(5).
    package init(
        in directory: URL, hostKeyTypes: [String] = ["ed25519"], authorized: [String], options: [String] = []
    ) throws {
        let folder = directory.appending(path: "sshd-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
        // Only root's sshd wants it, and only root can make it.
        try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        port = LoopbackPort.free()
        var hostKeys: [String: String] = [:]
        var lines = [
            "Port \(port)", "ListenAddress 127.0.0.1", "AuthorizedKeysFile \(path("authorized"))", "StrictModes no",
            "UsePAM no", "PidFile \(path("pid"))", "PasswordAuthentication no",
        ]
        for type in hostKeyTypes {
            let key = try SSHKey(type: type, in: folder, named: "host-\(type)")
            hostKeys[type] = key.publicKey
            lines.append("HostKey \(key.path)")
        }
        try Data(authorized.joined(separator: "\n").utf8).write(to: folder.appending(path: "authorized"))
        try Data((lines + options + [""]).joined(separator: "\n").utf8).write(to: folder.appending(path: "config"))
        self.hostKeys = hostKeys
        server = try RunningServer("sshd", ["-D", "-f", path("config"), "-E", path("log")], ports: [port])
    }

    /// A line of known_hosts for one of its keys.
    package func knownHost(_ type: String, host: String = "127.0.0.1") -> String {
        "[\(host)]:\(port) \(hostKeys[type] ?? "none")\n"
    }

    /// `ssh://127.0.0.1:PORT/path`, with the user who runs the tests.
    package func url(of path: String, user: String? = NSUserName()) -> String {
        "ssh://\(user.map { "\($0)@" } ?? "")127.0.0.1:\(port)\(path)"
    }
}

/// A pair of keys made by ssh-keygen(1).
package struct SSHKey: Sendable {
    /// Of the private half.
    package let path: String
    /// Type and key, without a comment.
    package let publicKey: String
    package let text: String

    /// `form` is PEM or PKCS8 for those of old.
    package init(
        type: String, in folder: URL, named name: String = UUID().uuidString, passphrase: String = "",
        form: String? = nil
    ) throws {
        path = folder.appending(path: name).path(percentEncoded: false)
        try Tool.run(
            "ssh-keygen",
            ["-q", "-t", type, "-N", passphrase, "-C", "test", "-f", path] + (form.map { ["-m", $0] } ?? []))
        publicKey = try String(contentsOfFile: path + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
            .joined(separator: " ")
        text = try String(contentsOfFile: path, encoding: .utf8)
    }
}
