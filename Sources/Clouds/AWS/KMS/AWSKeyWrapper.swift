package import Foundation
package import Model

/// Wraps keys by keys of AWS KMS, with what the controller finds to sign in.
///
/// AWS KMS API Reference: `Encrypt` takes up to 4,096 bytes, and `Decrypt` gives them back only for the same encryption
/// context, which stands in clear in CloudTrail and can be a condition of a policy.
package struct AWSKeyWrapper: KeyWrapper {
    private let client: AWSClient

    package init(surroundings: AWSSurroundings) {
        let chain = AWSCredentialChain(surroundings: surroundings)
        client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil),
            credentials: AWSCredentialStore(clock: surroundings.clock) { try await chain.find() })
    }

    init(client: AWSClient) { self.client = client }

    package func wrap(_ key: Data, with wrapping: WrappingKey, for use: KeyUse) async throws -> WrappedKey {
        let answer = try await call(
            "Encrypt", wrapping.name, in: wrapping.region, use, ["Plaintext": .string(key.base64EncodedString())])
        guard let text = answer["CiphertextBlob"]?.string, let bytes = Data(base64Encoded: text), !bytes.isEmpty,
            let keyID = answer["KeyId"]?.string
        else { throw AWSKeyError(key: wrapping.name, cause: .incomplete) }
        return WrappedKey(by: wrapping, keyID: keyID, bytes: bytes)
    }

    package func unwrap(_ wrapped: WrappedKey, for use: KeyUse) async throws -> Data {
        let answer = try await call(
            "Decrypt", wrapped.keyID, in: wrapped.by.region, use,
            ["CiphertextBlob": .string(wrapped.bytes.base64EncodedString())])
        guard let text = answer["Plaintext"]?.string, let key = Data(base64Encoded: text) else {
            throw AWSKeyError(key: wrapped.keyID, cause: .incomplete)
        }
        return key
    }

    private func call(
        _ action: String, _ key: String, in region: String, _ use: KeyUse, _ fields: [String: JSONValue]
    ) async throws -> JSONValue {
        var body = fields
        body["KeyId"] = .string(key)
        body["EncryptionContext"] = .object([
            "rondo:installation": .string(use.installation.rawValue), "rondo:key": .string(use.name),
        ])
        do {
            return try await client.json(.kms, target: "TrentService.\(action)", in: region, .object(body))
        } catch var error as AWSCallError {
            error.permission = AWSPermission(
                action: "kms:\(action)", resource: AWSKeyNeeds(key: key, region: region).resource)
            throw AWSKeyError(key: key, cause: .call(error))
        }
    }
}

/// Why a key of AWS KMS wraps or unwraps nothing.
struct AWSKeyError: Error, Hashable {
    enum Cause: Hashable {
        case call(AWSCallError)
        /// An answer without what was asked for.
        case incomplete
    }

    let key: String
    let cause: Cause
}

extension AWSKeyError: ClassifiedCloudError {
    var fault: CloudFault {
        switch cause {
        case .incomplete: .unavailable
        case .call(let error): error.fault
        }
    }
}

extension AWSKeyError: CustomStringConvertible {
    var description: String {
        switch cause {
        case .incomplete: "AWS KMS answered without the key; is the endpoint another service's?"
        case .call(let error): "\(error)\(advice(error.code).map { "; \($0)" } ?? "")"
        }
    }

    /// What to do about it ("Errors" of `Encrypt` and `Decrypt`).
    private func advice(_ code: String?) -> String? {
        switch code {
        case "NotFoundException":
            "there is no key \(key) in this region: look at `encryption.awsKMS` of the configuration"
        case "InvalidArnException", "InvalidAliasNameException", "ValidationException":
            "`encryption.awsKMS.key` of the configuration is a key's id or ARN, or an alias as `alias/rondo`"
        case "DisabledException": "somebody has disabled the key: enable it"
        case "KMSInvalidStateException", "InvalidStateException":
            "the key is about to be deleted, or not ready: cancel its deletion while that can be done"
        case "InvalidKeyUsageException": "it is no symmetric key for encryption: make one of that kind"
        case "InvalidCiphertextException", "IncorrectKeyException":
            "it was changed, or wrapped for another installation: restore identity/ whole from a backup"
        default: nil
        }
    }
}
