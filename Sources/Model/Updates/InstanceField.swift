/// What an instance is made of, part by part: a provider says which of them it can change without making another.
package enum InstanceField: String, Hashable, Sendable, Codable, CaseIterable {
    case resources = "configuration.resources"
    case instanceType = "configuration.instanceType"
    case region = "configuration.region"
    case zone = "configuration.zone"
    case image = "configuration.image"
    case tags = "configuration.tags"
    case subnet = "configuration.subnet"
    case securityGroups = "configuration.securityGroups"
    case publicIP = "configuration.publicIP"
    case disk = "configuration.disk"
    case spot = "configuration.spot"
    case keyName = "configuration.keyName"
    case userData = "configuration.userData"
    case identity = "configuration.identity"
    case capabilities = "worker.capabilities"
    case slots = "worker.slots"
    case labels = "worker.labels"
}

extension JSONValue {
    /// The same without a member of a mapping in it; a path that is not there changes nothing.
    package func without(path: String) -> JSONValue {
        guard case .object(var members) = self else { return self }
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return self }
        members[first] = parts.count == 1 ? nil : members[first]?.without(path: parts[1])
        return .object(members)
    }
}
