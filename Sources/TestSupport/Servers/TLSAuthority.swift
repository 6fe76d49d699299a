package import Foundation

/// A certificate authority of one test, made by openssl(1).
package struct TLSAuthority: Sendable {
    package let folder: URL
    /// Its certificate in PEM.
    package let certificate: String

    package init(in directory: URL) throws {
        folder = directory.appending(path: "authority-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Tool.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority",
            ], in: folder)
        certificate = try String(contentsOf: folder.appending(path: "ca.pem"), encoding: .utf8)
    }

    /// Makes `NAME.pem` and `NAME.key` for a server with these names; of `days` that are over already, when negative.
    package func issue(_ name: String, names: String, days: Int = 2) throws {
        try Tool.run(
            "openssl",
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "\(name).key",
                "-out", "\(name).csr", "-subj", "/CN=server",
            ], in: folder)
        try Data("subjectAltName=\(names)".utf8).write(to: folder.appending(path: "\(name).ext"))
        try Tool.run(
            "openssl",
            [
                "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out",
                "\(name).pem", "-days", "\(days)", "-extfile", "\(name).ext",
            ], in: folder)
    }
}
