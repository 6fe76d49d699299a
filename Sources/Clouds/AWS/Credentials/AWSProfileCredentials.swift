import Foundation
import Model

/// The credentials of a profile of `~/.aws`: keys, a role that another profile takes on, a session
/// of SSO, or what a program prints.
struct AWSProfileCredentials: Sendable {
    let surroundings: AWSSurroundings
    let profiles: AWSProfiles

    func find(_ name: String) async throws -> AWSCredentials {
        guard let found = try await resolve(name, after: []) else {
            throw AWSCredentialError.profile(name, reason: "it has no keys, no role and no session")
        }
        return found
    }

    /// nil when the profile is not there, or has none.
    func findIfAny(_ name: String) async throws -> AWSCredentials? { try await resolve(name, after: []) }

    /// - Parameter before: the profiles that led here; one that leads to itself has only its keys.
    private func resolve(_ name: String, after before: [String]) async throws -> AWSCredentials? {
        guard let profile = profiles[name] else {
            if before.isEmpty { return nil }
            throw AWSCredentialError.noProfile(name)
        }
        if let role = profile["role_arn"], before.last != name {
            guard !before.contains(name), before.count < 8 else {
                throw AWSCredentialError.profile(
                    name, reason: "source_profile goes round: \((before + [name]).joined(separator: " → "))")
            }
            return try await take(role, of: name, profile, after: before + [name])
        }
        if profile["sso_session"] != nil || profile["sso_start_url"] != nil {
            return try await AWSSingleSignOn(surroundings: surroundings, profiles: profiles).find(name, profile)
        }
        if let key = profile["aws_access_key_id"], let secret = profile["aws_secret_access_key"] {
            return AWSCredentials(
                accessKey: key, secretKey: Secret(secret),
                sessionToken: profile["aws_session_token"].map { Secret($0) }, origin: "profile \(name)")
        }
        if let command = profile["credential_process"] {
            return try await AWSCredentialProcess(profile: name, command: command).find()
        }
        return nil
    }

    private func take(
        _ role: String, of name: String, _ profile: [String: String], after before: [String]
    ) async throws -> AWSCredentials {
        let session = profile["role_session_name"] ?? "rondo"
        if let file = profile["web_identity_token_file"] {
            return try await AWSWebIdentity(
                surroundings: surroundings, role: role, tokenFile: file, session: session, region: profile["region"]
            ).find()
        }
        guard profile["mfa_serial"] == nil else {
            throw AWSCredentialError.profile(name, reason: "its role asks for a person's second factor (mfa_serial)")
        }
        let base: AWSCredentials
        if let source = profile["source_profile"] {
            guard let found = try await resolve(source, after: before) else {
                throw AWSCredentialError.profile(name, reason: "its source_profile `\(source)` has no credentials")
            }
            base = found
        } else if let source = profile["credential_source"] {
            base = try await of(source, for: name)
        } else {
            throw AWSCredentialError.profile(name, reason: "its role needs a source_profile or a credential_source")
        }
        let taken = AWSRole(
            surroundings: surroundings, arn: role, session: session, externalID: profile["external_id"],
            region: profile["region"], base: AWSCredentialStore(clock: surroundings.clock) { base })
        return try await taken.find()
    }

    private func of(_ source: String, for name: String) async throws -> AWSCredentials {
        let found: AWSCredentials?
        switch source {
        case "Environment": found = AWSCredentialChain(surroundings: surroundings).ofVariables()
        case "EcsContainer": found = try await AWSContainerEndpoint(surroundings)?.find()
        case "Ec2InstanceMetadata": found = try await AWSInstanceMetadata(surroundings: surroundings).find()
        default:
            throw AWSCredentialError.profile(
                name,
                reason: "credential_source is Environment, EcsContainer or Ec2InstanceMetadata, not `\(source)`")
        }
        guard let found else {
            throw AWSCredentialError.profile(name, reason: "there are none at its credential_source `\(source)`")
        }
        return found
    }
}
