package import Access
import Foundation
package import Model

/// Keeps a listener's certificate good: takes up files that were replaced, and makes another of its own in time.
package actor CertificateKeeper {
    /// Where certificates come from.
    package enum Origin: Sendable {
        case files(CertificateFiles)
        case authority(CertificateAuthority, [CertificateName])
    }

    package nonisolated let identity: ServerIdentity
    package private(set) var certificate: ServerCertificate
    private let origin: Origin
    private let clock: any WallClock
    private let report: @Sendable (Event) -> Void

    /// The files that were looked at last, good or not.
    private var seen: CertificateFiles.Stamp?
    /// Files that were no good; told of when they still are at the next look, since two are never replaced at once.
    private var doubted: CertificateFiles.Stamp?
    /// The certificate whose end was told of.
    private var toldEnd: Date?

    /// How long before its end a certificate of files is told of.
    private static let notice: TimeInterval = 7 * 86_400

    /// - Throws: `CertificateFault` when there is none to begin with.
    package static func open(
        _ origin: Origin, clock: any WallClock, report: @escaping @Sendable (Event) -> Void
    ) async throws(CertificateFault) -> CertificateKeeper {
        switch origin {
        case .files(let files):
            let stamp = await files.stamp()
            let contents = try await files.read(now: clock.now())
            let keeper = try CertificateKeeper(contents.certificate, origin, stamp, clock, report)
            if contents.isKeyExposed { await keeper.tellExposed(files) }
            return keeper
        case .authority(let authority, let names):
            let certificate = try issue(authority, names, clock.now())
            return try CertificateKeeper(certificate, origin, nil, clock, report)
        }
    }

    private init(
        _ certificate: ServerCertificate, _ origin: Origin, _ seen: CertificateFiles.Stamp?, _ clock: any WallClock,
        _ report: @escaping @Sendable (Event) -> Void
    ) throws(CertificateFault) {
        identity = try ServerIdentity(certificate)
        self.certificate = certificate
        self.origin = origin
        self.seen = seen
        self.clock = clock
        self.report = report
    }

    /// Looks again and again, until it is cancelled.
    ///
    /// - Parameter replaced: called with each certificate that took another's place.
    package func run(every interval: Duration, replaced: @Sendable (ServerCertificate) async -> Void) async {
        while (try? await Task.sleep(for: interval)) != nil {
            if let certificate = await look() { await replaced(certificate) }
        }
    }

    /// Looks once. What took the place of the certificate, or nil when it stays.
    package func look() async -> ServerCertificate? {
        switch origin {
        case .files(let files):
            let replaced = await look(at: files)
            tellEnd(files)
            return replaced
        case .authority(let authority, let names):
            let now = clock.now()
            // Half of its life is left for those whose clocks go ahead, and for a controller that was suspended.
            guard now >= certificate.begins + certificate.expires.timeIntervalSince(certificate.begins) / 2,
                let next = try? Self.issue(authority, names, now), (try? identity.replace(with: next)) != nil
            else { return nil }
            certificate = next
            return next
        }
    }

    private func look(at files: CertificateFiles) async -> ServerCertificate? {
        let stamp = await files.stamp()
        guard stamp != seen || stamp == doubted else { return nil }
        seen = stamp
        do throws(CertificateFault) {
            let contents = try await files.read(now: clock.now())
            try identity.replace(with: contents.certificate)
            certificate = contents.certificate
            doubted = nil
            if contents.isKeyExposed { tellExposed(files) }
            tell(
                .normal, .certificateReplaced,
                "the certificate \(files.certificate) was replaced and is in use, until \(Self.text(certificate.expires))"
            )
            return certificate
        } catch {
            guard stamp == doubted else {
                doubted = stamp
                return nil
            }
            doubted = nil
            let file = error.part == .key ? files.key : files.certificate
            tell(
                .warning, .certificateUnusable,
                "\(file) was replaced and \(error.reason); the certificate from before stays in use, until "
                    + Self.text(certificate.expires))
            return nil
        }
    }

    private func tellEnd(_ files: CertificateFiles) {
        let left = certificate.expires.timeIntervalSince(clock.now())
        guard left < Self.notice, toldEnd != certificate.expires else { return }
        toldEnd = certificate.expires
        tell(
            .warning, .certificateExpiring,
            "the certificate \(files.certificate) \(left < 0 ? "expired" : "expires") at "
                + "\(Self.text(certificate.expires)): replace the file, which is taken up without a restart")
    }

    private func tellExposed(_ files: CertificateFiles) {
        tell(
            .warning, .keyExposed,
            "the key \(files.key) can be read by everybody on this machine: run `chmod o= \(files.key)`, and replace it if "
                + "others may have read it")
    }

    private func tell(_ severity: Event.Severity, _ reason: ConditionReason, _ message: String) {
        report(Event(time: clock.now(), object: nil, severity: severity, reason: reason, message: message))
    }

    private static func text(_ date: Date) -> String { date.ISO8601Format() }

    private static func issue(
        _ authority: CertificateAuthority, _ names: [CertificateName], _ now: Date
    ) throws(CertificateFault) -> ServerCertificate {
        do {
            return try authority.issue(for: names, now: now)
        } catch {
            throw CertificateFault(.certificate, "can't be made by the installation's own authority: \(error)")
        }
    }
}
