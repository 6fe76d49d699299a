import Access
import Foundation
import Manifests
import Model
import Server

/// How the API is spoken to: in plain HTTP on loopback, else over TLS, and what those who call it trust.
struct ListenerTerms: Sendable {
    /// nil where plain HTTP is spoken.
    let keeper: CertificateKeeper?
    /// The installation's own authority, where the listener's certificate is of it, in PEM.
    let ownAuthority: String?
    /// The authority of the operator's configuration, in PEM.
    private let givenAuthority: String?
    private let listen: ListenArgument

    /// - Throws: `OperatorConfigurationError` that says where a file is named that is no good.
    init(
        _ setting: ControllerSetting, installation: InstallationID, clock: any WallClock,
        report: @escaping @Sendable (Event) -> Void
    ) async throws {
        let configuration = setting.operatorConfiguration
        listen = setting.listen
        givenAuthority = try await Self.authority(configuration.tls?.ca)
        if let tls = configuration.tls, let certificate = tls.cert, let key = tls.key {
            do {
                keeper = try await CertificateKeeper.open(
                    .files(CertificateFiles(certificate: certificate.path, key: key.path)), clock: clock,
                    report: report)
            } catch {
                throw error.part == .key ? Self.error(error, "key", key) : Self.error(error, "cert", certificate)
            }
            ownAuthority = nil
        } else if !listen.isLoopback {
            let authority = try await CertificateAuthority.loadOrCreate(
                stateFolder: setting.stateDirectory, installation: installation, now: clock.now())
            keeper = try await CertificateKeeper.open(
                .authority(authority, Self.names(listen, configuration.publicURL)), clock: clock, report: report)
            ownAuthority = authority.certificate
        } else {
            keeper = nil
            ownAuthority = nil
        }
    }

    /// What instances of clouds trust `publicURL` by, in PEM; nil for what their systems trust.
    var cloudAuthority: Data? { (givenAuthority ?? ownAuthority).map { Data($0.utf8) } }

    /// Where workers and commands on this machine reach the API.
    func endpoint(port: Int, startedAt: Date) async -> EndpointFile {
        let certificate = await keeper?.certificate
        let url = "\(certificate == nil ? "http" : "https")://\(listen.authority):\(port)"
        return EndpointFile(
            url: url, authority: certificate.map(authority), serverName: certificate.flatMap(serverName),
            pid: ProcessInfo.processInfo.processIdentifier, startedAt: startedAt)
    }

    /// Takes up certificates that were replaced, until it is cancelled.
    func keepCertificate(every interval: Duration, replaced: @Sendable () async -> Void) async {
        await keeper?.run(every: interval) { _ in await replaced() }
    }

    /// The chain is trusted itself: this machine knows what it serves, whoever certified that.
    private func authority(of certificate: ServerCertificate) -> String {
        if let ownAuthority { return ownAuthority }
        return (givenAuthority ?? "") + certificate.chain
    }

    /// A name of the certificate, where it is not one of the address that it is reached at.
    private func serverName(of certificate: ServerCertificate) -> String? {
        if let host = CertificateName(host: listen.reachedAt), certificate.covers(host) { return nil }
        return certificate.names.lazy.compactMap(\.example).first
    }

    /// Every name by which somebody may reach the listener.
    private static func names(_ listen: ListenArgument, _ publicURL: String?) -> [CertificateName] {
        let host = publicURL.flatMap { URL(string: $0)?.host(percentEncoded: false) }
        var names: [CertificateName] = []
        for host in [listen.host, host, machineName, "localhost", "127.0.0.1", "::1"] {
            guard let host, let name = CertificateName(host: host), !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    private static var machineName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func authority(_ file: OperatorConfiguration.File?) async throws -> String? {
        guard let file else { return nil }
        do {
            return try await CertificateFiles.authorities(file.path)
        } catch {
            throw Self.error(error, "ca", file)
        }
    }

    private static func error(
        _ fault: CertificateFault, _ field: String, _ file: OperatorConfiguration.File
    ) -> OperatorConfigurationError {
        OperatorConfigurationError(diagnostics: [
            Diagnostic(
                message: "`tls.\(field)`: \(file.path) \(fault.reason)",
                location: file.location ?? SourceLocation(file: "the configuration", line: 1, column: 1))
        ])
    }
}
