import CGit2
import Foundation
import Model

/// Answers what libgit2 asks while it talks to one remote: who we are, and whether the server is believed.
///
/// libgit2 holds a bare pointer to it, so it must outlive every call on the remote.
final class RemoteSession {
    private let request: GitRequest
    private let headers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    private var attempts = 0
    /// Why a callback ended the call; more exact than what libgit2 says afterwards.
    private(set) var refusal: GitSourceError?

    init(_ request: GitRequest) {
        self.request = request
        guard case .bearer(let token) = request.access else {
            headers = nil
            return
        }
        headers = .allocate(capacity: 1)
        headers?.initialize(to: strdup("Authorization: Bearer \(token.secret.reveal())"))
    }

    deinit {
        free(headers?.pointee)
        headers?.deallocate()
    }

    /// The headers of every HTTP request, as long as this lives.
    var customHeaders: git_strarray { git_strarray(strings: headers, count: headers == nil ? 0 : 1) }

    /// Throws why the call failed, a callback's own reason first; the next call may log in anew.
    func check(_ code: Int32) throws {
        attempts = 0
        guard code < 0 else { return }
        if let refusal { throw refusal }
        try LibGit.check(code, .remote)
    }

    func configure(_ callbacks: inout git_remote_callbacks) {
        callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        callbacks.credentials = { out, url, user, allowed, payload in
            guard let session = RemoteSession.from(payload), let out else { return GIT_PASSTHROUGH.rawValue }
            return session.credential(
                out, url: url.map { String(cString: $0) } ?? "", user: user.map { String(cString: $0) },
                allowed: git_credential_t(rawValue: allowed))
        }
        callbacks.certificate_check = { certificate, isValid, host, payload in
            guard let session = RemoteSession.from(payload), let certificate else { return GIT_ECERTIFICATE.rawValue }
            return session.check(certificate, isValid: isValid != 0, host: host.map { String(cString: $0) } ?? "")
        }
        callbacks.transfer_progress = { progress, payload in
            guard let session = RemoteSession.from(payload), let progress else { return 0 }
            return session.takes(bytes: progress.pointee.received_bytes)
        }
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteSession? {
        payload.map { Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refuse(_ error: GitSourceError) -> Int32 {
        refusal = error
        return GIT_EUSER.rawValue
    }

    private func takes(bytes: Int) -> Int32 {
        let limit = request.limits.transferBytes
        return bytes > limit ? refuse(.overBound(.transfer, limit: limit, path: request.displayURL)) : 0
    }

    private func credential(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>, url: String, user: String?,
        allowed: git_credential_t
    ) -> Int32 {
        let shown = request.displayURL
        guard let access = request.access else { return GIT_PASSTHROUGH.rawValue }
        if case .ssh(let name, _, _, _) = access, allowed.contains(GIT_CREDENTIAL_USERNAME) {
            return git_credential_username_new(out, name)
        }
        attempts += 1
        guard attempts == 1 else { return refuse(.credentialsRefused(url: shown)) }
        switch access {
        case .basic(let username, let password):
            guard allowed.contains(GIT_CREDENTIAL_USERPASS_PLAINTEXT) else {
                return refuse(.credentialsUnusable(url: shown, reason: "the server takes no user name and password"))
            }
            guard isSameServer(url) else {
                let reason = "it redirects to another port, where the credentials do not go; give the final address"
                return refuse(.unreachable(url: shown, reason: reason))
            }
            return git_credential_userpass_plaintext_new(out, username, password.secret.reveal())
        case .bearer: return refuse(.credentialsRefused(url: shown))
        case .ssh(let name, let key, let passphrase, _):
            guard allowed.contains(GIT_CREDENTIAL_SSH_MEMORY) else {
                return refuse(.credentialsUnusable(url: shown, reason: "the server takes no keys"))
            }
            return git_credential_ssh_key_memory_new(
                out, user ?? name, nil, key.secret.reveal(), passphrase?.secret.reveal())
        }
    }

    /// Whether what libgit2 is about to log in to is still what was asked for; it names the address after redirects.
    private func isSameServer(_ url: String) -> Bool {
        func place(_ text: String) -> [String?]? {
            guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return nil }
            return [scheme, parts.host?.lowercased(), "\(parts.port ?? (scheme == "https" ? 443 : 80))"]
        }
        return place(url) == place(request.address.location)
    }

    private func check(_ certificate: UnsafeMutablePointer<git_cert>, isValid: Bool, host: String) -> Int32 {
        let reason: String?
        switch certificate.pointee.cert_type {
        case GIT_CERT_X509:
            reason =
                isValid
                ? nil
                : certificate.withMemoryRebound(to: git_cert_x509.self, capacity: 1) { x509 in
                    let bytes = UnsafeRawBufferPointer(start: x509.pointee.data, count: x509.pointee.len)
                    return CertificateFacts(Array(bytes)).refusal(of: host, now: Date())
                }
        case GIT_CERT_HOSTKEY_LIBSSH2:
            reason = certificate.withMemoryRebound(to: git_cert_hostkey.self, capacity: 1) { hostKey in
                let bytes = UnsafeRawBufferPointer(start: hostKey.pointee.hostkey, count: hostKey.pointee.hostkey_len)
                return HostKeyCheck.refusal(of: Array(bytes), address: request.address, access: request.access)
            }
        default: reason = "it shows a certificate of an unknown sort"
        }
        return reason.map { refuse(.untrustedServer(url: request.displayURL, reason: $0)) } ?? 0
    }
}

extension git_credential_t {
    fileprivate func contains(_ kind: git_credential_t) -> Bool { rawValue & kind.rawValue != 0 }
}
