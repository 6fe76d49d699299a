import Model

/// What must hold within a document beyond its schema, kind by kind.
enum KindRules {
    static func check(_ kind: Kind, _ root: YAMLNode, _ validator: inout Validator) {
        MetadataRules.check(kind, root, &validator)
        guard let spec = root["spec"] else { return }
        switch kind {
        case .environment: EnvironmentRules.check(spec, &validator)
        case .cloudResource: CloudResourceRules.check(spec, &validator)
        case .testSuite: SuiteRules.check(root, &validator)
        case .alertRule: AlertRuleRules.check(spec, &validator)
        case .cachePolicy: CachePolicyRules.check(spec, &validator)
        }
    }
}
