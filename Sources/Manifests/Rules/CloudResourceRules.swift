import Model

/// What fits together in a CloudResource: provider, type and what an instance is made of.
enum CloudResourceRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        checkScale(spec["replicas"], &validator)
        checkTags(spec["configuration"]?["tags"], &validator)
        guard let provider = spec["provider"]?.string.flatMap(ProviderName.init) else { return }
        checkType(spec["type"], of: provider, &validator)
        checkConfiguration(spec, of: provider, &validator)
        if provider == .aws { checkAWS(spec, &validator) }
    }

    /// What AWS has no way to do.
    private static func checkAWS(_ spec: YAMLNode, _ validator: inout Validator) {
        let configuration = spec["configuration"]
        if let family = configuration?["image"]?.member("family") {
            validator.error(
                "AWS has no families of images: give an id, an alias of SSM that begins with `/aws/service/`, or `owner` "
                    + "and `name`", at: family.key)
        }
        if let schedule = spec.member("schedule"), configuration?["spot"]?.keyText?.lowercased() == "true" {
            validator.error("a spot instance can't be stopped and started by a `schedule`", at: schedule.key)
        }
    }

    private static func checkType(_ node: YAMLNode?, of provider: ProviderName, _ validator: inout Validator) {
        guard let node, let type = node.string.flatMap(CloudResourceSpec.ResourceType.init),
            type != provider.resourceType
        else { return }
        let owner =
            ProviderName.allCases.first { $0.resourceType == type }.map { ", or provider `\($0.rawValue)`" } ?? ""
        validator.error(
            "type `\(type.rawValue)` does not belong to provider `\(provider.rawValue)`: "
                + "write `\(provider.resourceType.rawValue)`\(owner)", at: node)
    }

    private static func checkConfiguration(
        _ spec: YAMLNode, of provider: ProviderName, _ validator: inout Validator
    ) {
        let configuration = spec["configuration"]
        switch provider {
        case .local:
            for entry in configuration?.entries ?? [] {
                guard let key = entry.key.keyText, InstanceFields.cloudOnly.contains(key) else { continue }
                validator.error(
                    "`\(key)` is for instances of a cloud: provider `local` takes `resources`", at: entry.key)
            }
        case .aws, .gcp, .azure:
            if let resources = configuration?.member("resources") {
                validator.error(
                    "`resources` is for provider `local`: what an instance at `\(provider.rawValue)` has comes with its "
                        + "`instanceType`", at: resources.key)
            }
            let missing = ["instanceType", "region"].filter { configuration?.member($0) == nil }
            guard !missing.isEmpty else { return }
            let names = missing.map { "`\($0)`" }.joined(separator: " and ")
            let node = configuration ?? spec
            validator.error(
                "\(names) \(missing.count == 1 ? "is" : "are") missing in configuration: provider "
                    + "`\(provider.rawValue)` needs \(missing.count == 1 ? "it" : "them")",
                at: Place(location: validator.place(of: node).location, length: 1))
        }
    }

    private static func checkTags(_ tags: YAMLNode?, _ validator: inout Validator) {
        for entry in tags?.entries ?? [] {
            guard let key = entry.key.keyText, key.lowercased().hasPrefix("rondo:") else { continue }
            validator.error(
                "the tag `\(Wording.shortened(key))` is reserved: tags that begin with `rondo:` are Rondo's own",
                at: entry.key)
        }
    }

    private static func checkScale(_ replicas: YAMLNode?, _ validator: inout Validator) {
        guard let replicas, let least = replicas["min"]?.wholeNumber, let node = replicas["max"],
            let most = node.wholeNumber, least > most
        else { return }
        validator.error("`max` is \(most) and must not be less than `min`, which is \(least)", at: node)
    }
}

extension YAMLNode {
    /// The value of a scalar that is an integer.
    fileprivate var wholeNumber: Int64? {
        guard case .scalar(let scalar) = content, case .integer(let number) = scalar.value(tag: tag) else { return nil }
        return number
    }
}
