import Access
import Foundation
import Model

/// Whether a delivery was sent by who knows the secret; every comparison takes constant time, and nothing tells why one
/// failed.
enum WebhookSignature {
    /// Hash-based signatures take SHA-256 or longer: what offers only SHA-1 is refused.
    static func isValid(_ delivery: WebhookDelivery, from sender: WebhookConfiguration, secret: Secret) -> Bool {
        switch sender.type {
        case .github: return prefixed(delivery, "X-Hub-Signature-256", secret)
        case .bitbucket, .bitbucketServer: return prefixed(delivery, "X-Hub-Signature", secret)
        case .gitea: return isGiteas(delivery, secret)
        case .gitlab: return isGitLabs(delivery, secret)
        case .generic: return prefixed(delivery, sender.header ?? WebhookConfiguration.standardHeader, secret)
        }
    }

    /// `sha256=HEX`, or the digits alone; hexadecimal digits count in either case.
    private static func prefixed(_ delivery: WebhookDelivery, _ header: String, _ secret: Secret) -> Bool {
        guard let value = delivery.only(header)?.trimmingCharacters(in: .whitespaces) else { return false }
        let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            return HMACSignature.sha256.isValid(hex: value, of: delivery.body, secret: secret)
        }
        guard let hash = HMACSignature(rawValue: parts[0].lowercased()), hash != .sha1 else { return false }
        return hash.isValid(hex: parts[1], of: delivery.body, secret: secret)
    }

    /// Gitea and its kin send the digits alone, under a name of their own.
    private static func isGiteas(_ delivery: WebhookDelivery, _ secret: Secret) -> Bool {
        for header in ["X-Gitea-Signature", "X-Forgejo-Signature", "X-Gogs-Signature"] {
            guard let value = delivery.only(header) else { continue }
            return HMACSignature.sha256.isValid(hex: value, of: delivery.body, secret: secret)
        }
        return prefixed(delivery, "X-Hub-Signature-256", secret)
    }

    /// A signature by the rules of Standard Webhooks where there is one, else the secret token itself.
    private static func isGitLabs(_ delivery: WebhookDelivery, _ secret: Secret) -> Bool {
        if let signatures = delivery.only("webhook-signature") {
            guard let id = delivery.only("webhook-id"), let time = delivery.only("webhook-timestamp") else {
                return false
            }
            return isStandard(signatures, of: Data("\(id).\(time).".utf8) + delivery.body, secret)
        }
        guard let token = delivery.only("X-Gitlab-Token"), !token.isEmpty, !secret.reveal().isEmpty else {
            return false
        }
        return ConstantTime.equals(token, secret.reveal())
    }

    /// `v1,BASE64`, several with spaces between them while a key is being replaced.
    private static func isStandard(_ signatures: String, of content: Data, _ secret: Secret) -> Bool {
        let text = secret.reveal()
        let prefix = "whsec_"
        let key = text.hasPrefix(prefix) ? Data(base64Encoded: String(text.dropFirst(prefix.count))) : nil
        return signatures.split(separator: " ").prefix(4).contains { signature in
            guard signature.hasPrefix("v1,"), let presented = Data(base64Encoded: String(signature.dropFirst(3)))
            else { return false }
            return HMACSignature.sha256.isValid(presented, of: content, key: key ?? Data(text.utf8))
        }
    }
}

extension WebhookConfiguration {
    static let standardHeader = "X-Signature"
}
