import Foundation
import HTTPTransport
import Model

/// Looks for credentials where AWS's own tools look, in their order: variables, a profile's role, a web identity, a
/// profile's session or keys, a container's endpoint, the machine's metadata.
struct AWSCredentialChain: Sendable {
    let surroundings: AWSSurroundings

    /// - Throws: `AWSCredentialError`, or why the first place that offers some does not give them.
    func find() async throws -> AWSCredentials {
        if let found = ofVariables() { return found }
        let name = surroundings.profileName
        let profiles = surroundings.profiles()
        let profile = AWSProfileCredentials(surroundings: surroundings, profiles: profiles)
        if profiles[name] == nil, name != "default" { throw AWSCredentialError.noProfile(name) }
        if profiles[name]?["role_arn"] != nil { return try await profile.find(name) }
        if let identity = webIdentity() { return try await identity.find() }
        if let found = try await profile.findIfAny(name) { return found }
        if let endpoint = try AWSContainerEndpoint(surroundings) { return try await endpoint.find() }
        let metadata = AWSInstanceMetadata(surroundings: surroundings)
        if let found = try await metadata.find() { return found }
        throw AWSCredentialError.none(tried: [
            "the environment", "profile `\(name)`", "a web identity", "a container's endpoint",
            "the machine's metadata",
        ])
    }

    func ofVariables() -> AWSCredentials? {
        guard let key = surroundings.variable("AWS_ACCESS_KEY_ID"),
            let secret = surroundings.variable("AWS_SECRET_ACCESS_KEY")
        else { return nil }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret),
            sessionToken: surroundings.variable("AWS_SESSION_TOKEN").map { Secret($0) }, origin: "the environment")
    }

    private func webIdentity() -> AWSWebIdentity? {
        guard let file = surroundings.variable("AWS_WEB_IDENTITY_TOKEN_FILE"),
            let role = surroundings.variable("AWS_ROLE_ARN")
        else { return nil }
        return AWSWebIdentity(
            surroundings: surroundings, role: role, tokenFile: file,
            session: surroundings.variable("AWS_ROLE_SESSION_NAME") ?? "rondo")
    }
}
