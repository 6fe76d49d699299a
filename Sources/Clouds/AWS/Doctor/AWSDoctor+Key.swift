import Foundation
package import Model

extension AWSDoctor {
    /// Whether the key wraps and unwraps for this installation: tried with 32 bytes that are thrown away.
    ///
    /// - Parameter installation: nil before a controller ran on the state folder.
    package func examine(_ key: WrappingKey, installation: InstallationID?) async -> CloudExamination {
        let client = await accounts.ownClient()
        return await examine("encryption.awsKMS", in: key.region, client) {
            let wrapper = AWSKeyWrapper(client: client)
            let use = KeyUse(installation: installation ?? InstallationID(rawValue: "none yet"), name: "doctor")
            let bytes = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
            var wrapped: WrappedKey?
            var checks = [
                await check("kms:Encrypt") { wrapped = try await wrapper.wrap(bytes, with: key, for: use) }
            ]
            guard let wrapped else { return checks }
            checks.append(await check("kms:Decrypt") { _ = try await wrapper.unwrap(wrapped, for: use) })
            return checks
        }
    }

    /// The least policy for it.
    package static func policy(of key: WrappingKey, installation: InstallationID?) -> JSONValue {
        AWSNeeds.policy([AWSKeyNeeds(key: key.name, region: key.region).statement(installation: installation)])
    }

    private func check(_ action: String, _ attempt: () async throws -> Void) async -> CloudExamination.Check {
        do {
            try await attempt()
            return CloudExamination.Check(action: action, verdict: .allowed)
        } catch {
            return CloudExamination.Check(
                action: action, verdict: CloudFault(of: error) == .refused ? .refused : .unknown, reason: "\(error)")
        }
    }
}
