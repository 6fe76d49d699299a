import Access
import Foundation
import HTTPTypes
import Model
import Testing

@testable import Server

struct WebhookSignatureTests {
    private static let secret = Secret("It's a Secret to Everybody")
    private static let body = Data("Hello, World!".utf8)
    /// The example of GitHub's documentation.
    private static let digits = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    private func isValid(
        _ sender: WebhookConfiguration.Sender, _ headers: [(String, String)], body: Data = body,
        header: String? = nil, secret: Secret = secret
    ) -> Bool {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let field = HTTPField.Name(name) { fields.append(HTTPField(name: field, value: value)) }
        }
        return WebhookSignature.isValid(
            WebhookDelivery(headers: fields, body: body),
            from: WebhookConfiguration(type: sender, secret: .environmentVariable("S"), header: header), secret: secret)
    }

    @Test("GitHub's own example holds, in digits of either case, and nothing else does")
    func github() {
        let name = "X-Hub-Signature-256"
        #expect(isValid(.github, [(name, "sha256=\(Self.digits)")]))
        #expect(isValid(.github, [(name, "sha256=\(Self.digits.uppercased())")]))
        let sha1 = HMACSignature.sha1.hex(of: Self.body, secret: Self.secret)
        let wrong: [[(String, String)]] = [
            [], [("X-Hub-Signature", "sha1=\(sha1)")], [(name, "sha1=\(sha1)")], [(name, "sha256=")], [(name, "")],
            [(name, "sha256=\(Self.digits.dropLast())")], [(name, "sha256=\(Self.digits)0")],
            [(name, "sha256=\(Self.digits.prefix(32))")], [(name, "md5=\(Self.digits)")], [(name, "=\(Self.digits)")],
            [(name, "sha256=\(String(repeating: "0", count: 64))")], [("X-Signature", "sha256=\(Self.digits)")],
            [(name, "sha256=\(Self.digits)"), (name, "sha256=\(Self.digits)")],
        ]
        for headers in wrong { #expect(!isValid(.github, headers), "\(headers)") }
        #expect(!isValid(.github, [(name, "sha256=\(Self.digits)")], body: Data("Hello, World".utf8)))
        #expect(!isValid(.github, [(name, "sha256=\(Self.digits)")], secret: Secret("")))
    }

    @Test("Each other sender signs as its documentation says")
    func others() {
        #expect(isValid(.gitea, [("X-Gitea-Signature", Self.digits)]))
        #expect(isValid(.gitea, [("X-Forgejo-Signature", Self.digits)]))
        #expect(isValid(.gitea, [("X-Gogs-Signature", Self.digits)]))
        #expect(isValid(.gitea, [("X-Hub-Signature-256", "sha256=\(Self.digits)")]))
        #expect(!isValid(.gitea, [("X-Gitea-Signature", String(repeating: "0", count: 64))]))
        for sender in [WebhookConfiguration.Sender.bitbucket, .bitbucketServer] {
            #expect(isValid(sender, [("X-Hub-Signature", "sha256=\(Self.digits)")]))
            #expect(!isValid(sender, [("X-Hub-Signature-256", "sha256=\(Self.digits)")]))
        }
        #expect(isValid(.generic, [("X-Signature", "sha256=\(Self.digits)")]))
        #expect(isValid(.generic, [("X-Signature", Self.digits)]))
        #expect(isValid(.generic, [("X-Mine", "sha256=\(Self.digits)")], header: "X-Mine"))
        #expect(!isValid(.generic, [("X-Signature", "sha256=\(Self.digits)")], header: "X-Mine"))
        let long = HMACSignature.sha512.hex(of: Self.body, secret: Self.secret)
        #expect(isValid(.generic, [("X-Signature", "sha512=\(long)")]))
    }

    @Test("GitLab's token must be the secret; where it signs, the signature alone counts")
    func gitlab() {
        #expect(isValid(.gitlab, [("X-Gitlab-Token", Self.secret.reveal())]))
        for token in ["", "It's a Secret", "It's a Secret to Everybody!", "it's a secret to everybody"] {
            #expect(!isValid(.gitlab, [("X-Gitlab-Token", token)]))
        }
        #expect(!isValid(.gitlab, [("X-Gitlab-Token", "")], secret: Secret("")))

        // The example of standardwebhooks.com.
        let key = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let body = Data(#"{"test": 2432232314}"#.utf8)
        let id = ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        let time = ("webhook-timestamp", "1614265330")
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        #expect(isValid(.gitlab, [id, time, ("webhook-signature", good)], body: body, secret: key))
        #expect(isValid(.gitlab, [id, time, ("webhook-signature", "v1,AAAA \(good)")], body: body, secret: key))
        for signature in ["v1,AAAA", "v2,\(good.dropFirst(3))", good.replacing("g0h", with: "g0i"), ""] {
            let headers = [id, time, ("webhook-signature", signature), ("X-Gitlab-Token", key.reveal())]
            #expect(!isValid(.gitlab, headers, body: body, secret: key), "\(signature)")
        }
        #expect(!isValid(.gitlab, [id, ("webhook-signature", good)], body: body, secret: key))
    }
}
