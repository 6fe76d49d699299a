import Foundation
import Model

/// A role that is taken on with other credentials (STS `AssumeRole`).
struct AWSRole: Sendable {
    /// The least that AWS gives is a quarter of an hour.
    private static let seconds = 3_600

    let surroundings: AWSSurroundings
    let arn: String
    /// Stands in the account's records beside every call: letters, digits and `+=,.@-`.
    let session: String
    var externalID: String?
    var region: String?
    /// Who takes it on.
    let base: AWSCredentialStore
    var account: String?

    func find() async throws -> AWSCredentials {
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: account), credentials: base)
        var fields = FormFields([
            ("RoleArn", arn), ("RoleSessionName", Self.sessionName(session)), ("DurationSeconds", "\(Self.seconds)"),
        ])
        fields.set("ExternalId", externalID)
        let answer = try await client.query(
            .sts, "AssumeRole", in: region ?? surroundings.region ?? "us-east-1", fields)
        return try AWSTemporaryCredentials.read(answer["AssumeRoleResult"], origin: "role \(arn)")
    }

    /// At most 64 characters of those that a session may have.
    static func sessionName(_ text: String) -> String {
        let kept = text.map { character in
            character.isASCII && (character.isLetter || character.isNumber) || "+=,.@-_".contains(character)
                ? character : "-"
        }
        return String(kept.prefix(64))
    }
}

/// A role that is taken on with a token of somebody else's (STS `AssumeRoleWithWebIdentity`), as pods of EKS do.
struct AWSWebIdentity: Sendable {
    let surroundings: AWSSurroundings
    let role: String
    let tokenFile: String
    let session: String
    var region: String?

    func find() async throws -> AWSCredentials {
        guard let token = surroundings.text(tokenFile)?.trimmingCharacters(in: .whitespacesAndNewlines), !token.isEmpty
        else { throw AWSCredentialError.unusable(origin: "the web identity", reason: "\(tokenFile) can't be read") }
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let answer = try await client.query(
            .sts, "AssumeRoleWithWebIdentity", in: region ?? surroundings.region ?? "us-east-1",
            FormFields([
                ("RoleArn", role), ("RoleSessionName", AWSRole.sessionName(session)), ("WebIdentityToken", token),
            ]))
        return try AWSTemporaryCredentials.read(
            answer["AssumeRoleWithWebIdentityResult"], origin: "the web identity of \(role)")
    }
}

/// Credentials as STS and the endpoints of machines give them.
enum AWSTemporaryCredentials {
    static func read(_ result: XMLElement?, origin: String) throws(AWSCredentialError) -> AWSCredentials {
        guard let given = result?["Credentials"], let key = given.text("AccessKeyId"),
            let secret = given.text("SecretAccessKey"), let token = given.text("SessionToken")
        else { throw .unusable(origin: origin, reason: "the answer has none") }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: Secret(token),
            expires: given.text("Expiration").flatMap(date), origin: origin)
    }

    /// `{"AccessKeyId": …, "SecretAccessKey": …, "Token": …, "Expiration": …}`
    static func read(_ body: JSONValue?, origin: String) throws(AWSCredentialError) -> AWSCredentials {
        guard let body, let key = body["AccessKeyId"]?.string, let secret = body["SecretAccessKey"]?.string else {
            let message = body?["Message"]?.string ?? body?["message"]?.string
            throw .unusable(origin: origin, reason: message ?? "the answer has none")
        }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: body["Token"]?.string.map { Secret($0) },
            expires: body["Expiration"]?.string.flatMap(date), origin: origin)
    }

    /// ISO 8601, with or without fractions of a second.
    static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
