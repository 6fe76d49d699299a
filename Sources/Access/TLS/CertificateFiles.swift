package import Foundation

/// The files of a certificate and its key, which others replace when they please.
package struct CertificateFiles: Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// What tells that files were replaced, without reading them.
    package struct Stamp: Hashable, Sendable {
        fileprivate struct File: Hashable, Sendable {
            let device: UInt
            let inode: UInt
            let seconds: Int
            let nanoseconds: Int
            let size: Int
        }

        /// nil for one that isn't there.
        fileprivate let files: [File?]
    }

    /// What the two files held when they were read.
    package struct Contents: Sendable {
        package let certificate: ServerCertificate
        /// Whether everybody on this machine may read the key.
        package let isKeyExposed: Bool
    }

    /// Links are followed, as certificates that an orchestrator mounts are links.
    package func stamp() async -> Stamp {
        await OffPool.value {
            Stamp(
                files: [certificate, key].map { path in
                    var facts = stat()
                    guard stat(path, &facts) == 0 else { return nil }
                    return Stamp.File(
                        device: UInt(facts.st_dev), inode: UInt(facts.st_ino), seconds: facts.st_mtim.tv_sec,
                        nanoseconds: facts.st_mtim.tv_nsec, size: Int(facts.st_size))
                })
        }
    }

    /// What they hold now.
    package func read(now: Date) async throws(CertificateFault) -> Contents {
        let result: Result<Contents, CertificateFault> = await OffPool.value {
            Result { () throws(CertificateFault) in
                let chain = try OperatorFile.read(certificate, .certificate)
                let key = try OperatorFile.read(key, .key)
                return Contents(
                    certificate: try ServerCertificate(chain: chain.contents, key: key.contents, now: now),
                    isKeyExposed: key.mode & 0o007 != 0)
            }
        }
        return try result.get()
    }

    /// The authorities in a file, in PEM.
    package static func authorities(_ path: String) async throws(CertificateFault) -> String {
        let result: Result<String, CertificateFault> = await OffPool.value {
            Result { () throws(CertificateFault) in
                try PEMText.authorities(in: OperatorFile.read(path, .authority).contents)
            }
        }
        return try result.get()
    }
}

/// A file in PEM that the operator's configuration names.
private enum OperatorFile {
    /// Three of them fit into `controller.json`.
    static let maximumBytes = 20 << 10

    static func read(
        _ path: String, _ part: CertificateFault.Part
    ) throws(CertificateFault) -> (contents: Data, mode: mode_t) {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CertificateFault(
                part, "can't be read (\(String(cString: strerror(errno)))): check its name, owner and permissions")
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw CertificateFault(part, "is not a plain file")
        }
        guard let contents = BoundedRead.all(descriptor, limit: maximumBytes) else {
            throw CertificateFault(part, "can't be read, or is larger than \(maximumBytes) bytes")
        }
        return (contents, facts.st_mode)
    }
}
