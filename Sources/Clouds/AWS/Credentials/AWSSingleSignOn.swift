import Crypto
import Foundation
import HTTPTransport
import Model

/// A session of IAM Identity Center that `aws sso login` began; its cache is read and never written.
struct AWSSingleSignOn: Sendable {
    let surroundings: AWSSurroundings
    let profiles: AWSProfiles

    func find(_ name: String, _ profile: [String: String]) async throws -> AWSCredentials {
        let session = profile["sso_session"]
        let settings = session.flatMap { profiles.session($0) } ?? profile
        guard let start = settings["sso_start_url"], let region = settings["sso_region"],
            let account = profile["sso_account_id"], let role = profile["sso_role_name"]
        else {
            throw AWSCredentialError.profile(
                name, reason: "a session needs sso_start_url, sso_region, sso_account_id and sso_role_name")
        }
        let token = try token(cachedAs: session ?? start, for: name)
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let query = "role_name=\(PercentEncoding.encode(role))&account_id=\(PercentEncoding.encode(account))"
        let answer = try await client.get(
            .sso, "GetRoleCredentials", in: region, path: "federation/credentials?\(query)",
            headers: [("x-amz-sso_bearer_token", token)])
        let given = answer["roleCredentials"]
        guard let key = given?["accessKeyId"]?.string, let secret = given?["secretAccessKey"]?.string else {
            throw AWSCredentialError.unusable(origin: "profile \(name)", reason: "the session gives none")
        }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret),
            sessionToken: given?["sessionToken"]?.string.map { Secret($0) },
            expires: given?["expiration"]?.double.map { Date(timeIntervalSince1970: $0 / 1_000) },
            origin: "profile \(name)")
    }

    private func token(cachedAs key: String, for name: String) throws(AWSCredentialError) -> String {
        let digest = Insecure.SHA1.hash(data: Data(key.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let file = surroundings.data("\(surroundings.home)/.aws/sso/cache/\(digest).json")
        guard let file, let cached = try? JSONParser.parse(Array(file)), let token = cached["accessToken"]?.string,
            let expires = cached["expiresAt"]?.string.flatMap(AWSTemporaryCredentials.date),
            expires > surroundings.clock.now()
        else { throw .profile(name, reason: "nobody is signed in: run `aws sso login --profile \(name)`") }
        return token
    }
}
