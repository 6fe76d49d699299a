import Model

/// What must hold within a document beyond its schema, kind by kind.
enum KindRules {
    static func check(_ kind: Kind, _ root: YAMLNode, _ validator: inout Validator) {
        guard let spec = root["spec"] else { return }
        switch kind {
        case .environment: checkEnvironment(spec, &validator)
        case .cloudResource: checkCloudResource(spec, &validator)
        case .testSuite: SuiteRules.check(root, &validator)
        case .alertRule: AlertRuleRules.check(spec, &validator)
        case .cachePolicy: CachePolicyRules.check(spec, &validator)
        }
    }

    private static func checkEnvironment(_ spec: YAMLNode, _ validator: inout Validator) {
        guard spec["type"]?.string == EnvironmentSpec.EnvironmentType.prod.rawValue else { return }
        for service in spec["services"]?.entries ?? [] {
            guard let mock = service.value.member("mock") else { continue }
            validator.error("an Environment of type `prod` has no mocks: give the service a `url`", at: mock.key)
        }
    }

    private static func checkCloudResource(_ spec: YAMLNode, _ validator: inout Validator) {
        guard let provider = spec["provider"]?.string.flatMap(ProviderName.init), let node = spec["type"],
            let type = node.string.flatMap(CloudResourceSpec.ResourceType.init), type != provider.resourceType
        else { return }
        let right = provider.resourceType.rawValue
        validator.error(
            "type `\(type.rawValue)` does not belong to provider `\(provider.rawValue)`: write `\(right)`", at: node)
    }
}

extension ProviderName {
    /// What an instance of the provider is called.
    var resourceType: CloudResourceSpec.ResourceType {
        switch self {
        case .aws: .ec2
        case .gcp: .gce
        case .azure: .vm
        case .local: .process
        }
    }
}
