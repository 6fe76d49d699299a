package import Access
import Model
import NIOCore
import NIOSSL
import Synchronization

/// What a listener proves with who it is. Another can take its place while connections go on with the one they began with.
package final class ServerIdentity: Sendable {
    private let current: Mutex<NIOSSLContext>

    /// - Throws: `CertificateFault` when TLS can't be spoken with it.
    package init(_ certificate: ServerCertificate) throws(CertificateFault) {
        current = Mutex(try Self.context(certificate))
    }

    package func replace(with certificate: ServerCertificate) throws(CertificateFault) {
        let context = try Self.context(certificate)
        current.withLock { $0 = context }
    }

    /// For the next connection.
    var context: NIOSSLContext { current.withLock { $0 } }

    private static func context(_ certificate: ServerCertificate) throws(CertificateFault) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.chain.utf8))
                    .map { .certificate($0) },
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(certificate.key.reveal().utf8), format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            // Of TLS 1.2; those that keep what was said secret when the key becomes known.
            configuration.cipherSuites = "ECDH+AESGCM:ECDH+CHACHA20"
            configuration.applicationProtocols = ["http/1.1"]
            // A peer that does not say goodbye holds up nobody who stops.
            configuration.shutdownTimeout = .seconds(1)
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw CertificateFault(.certificate, "can't be served with its key: \(error)")
        }
    }
}
