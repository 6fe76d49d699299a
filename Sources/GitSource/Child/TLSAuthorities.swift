import CGit2
import Foundation
import Synchronization

/// The authorities that libgit2 believes, which are one setting of the whole process: put right before every request.
enum TLSAuthorities {
    /// What was set last; nil before the first time.
    private static let current = Mutex<String?>(nil)
    private static let systemFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// Believes the authorities of a PEM text and no others, or those of the system when there is none.
    ///
    /// `mirror` is the path beside which libgit2 finds them: it reads them from a file only.
    static func use(_ pem: String?, mirror: String, url: String) throws {
        let wanted = pem.map { "given \($0)" } ?? "the system's"
        guard current.withLock({ $0 != wanted }) else { return }
        if let pem {
            let file = mirror + ".authorities"
            defer { MirrorSweep.remove(file) }
            let folder = URL(filePath: file).deletingLastPathComponent()
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try? Data(pem.utf8).write(to: URL(filePath: file))
            guard !PEMBlock.all(in: pem).isEmpty, rondo_git_set_ssl_cert_file(file) == 0 else {
                throw GitSourceError.credentialsUnusable(
                    url: url, reason: "the certificate authorities are not certificates in PEM form")
            }
        } else if let file = systemFile {
            _ = rondo_git_set_ssl_cert_file(file)
        }
        current.withLock { $0 = wanted }
    }

    private static var systemFile: String? {
        let named = ProcessInfo.processInfo.environment["SSL_CERT_FILE"].map { [$0] } ?? []
        return (named + systemFiles).first { FileManager.default.isReadableFile(atPath: $0) }
    }
}
