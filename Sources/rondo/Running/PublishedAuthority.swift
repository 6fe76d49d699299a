import Foundation

/// `ca.pem` in the state folder: what others need to trust a controller by that certifies itself. It is no secret.
enum PublishedAuthority {
    static let name = "ca.pem"

    /// Removes what an earlier controller left where there is none.
    static func write(_ certificate: String?, in directory: URL) throws {
        let file = directory.appending(path: name)
        guard let certificate else {
            try? FileManager.default.removeItem(at: file)
            return
        }
        let contents = Data(certificate.utf8)
        if (try? Data(contentsOf: file)) != contents { try contents.write(to: file, options: .atomic) }
    }
}
