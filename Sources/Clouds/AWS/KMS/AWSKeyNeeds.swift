import Model

/// What wrapping by a key of AWS KMS needs, and no more.
struct AWSKeyNeeds: Hashable, Sendable {
    static let actions: Set<String> = ["kms:Decrypt", "kms:Encrypt"]

    /// Its id, ARN or alias.
    let key: String
    let region: String

    /// As a policy names it; by an alias or an id alone nobody knows the key's account.
    var resource: String {
        guard !key.hasPrefix("arn:") || !key.contains(":key/") else { return key }
        let partition = region.hasPrefix("cn-") ? "aws-cn" : "aws"
        return "arn:\(partition):kms:\(region):*:key/\(key.contains("alias/") ? "*" : key)"
    }

    /// - Parameter installation: nil before a controller ran on the state folder; then any installation's keys count.
    func statement(installation: InstallationID?) -> JSONValue {
        let context = "kms:EncryptionContext:rondo:installation"
        return AWSNeeds.statement(
            "RondoWrapsItsKeys", Self.actions, on: resource,
            installation.map {
                JSONValue.object(["StringEquals": .object([context: .string($0.rawValue)])])
            } ?? .object(["Null": .object([context: .string("false")])]))
    }
}
