import Model
import TestLanguage

/// What an Environment's type refuses, and whether its references lead anywhere.
enum EnvironmentRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        checkMocks(spec, &validator)
        checkSecrets(spec, &validator)
        checkArtifacts(spec["artifacts"], &validator)
        checkVersions(spec, &validator)
    }

    /// Where a version stands in an answer is a JSONPath, as in `json $.version`.
    private static func checkVersions(_ spec: YAMLNode, _ validator: inout Validator) {
        for service in spec["services"]?.entries ?? [] {
            guard let node = service.value["version"]?["json"], let path = node.string, !path.isEmpty else { continue }
            do throws(LanguageError) {
                guard try JSONPathParser.parse(path).isSingular else {
                    throw LanguageError("`\(path)` may select several", span: TextSpan(offset: 0, length: 1))
                }
            } catch {
                validator.error(
                    "`json` must be a JSONPath that selects one value, for example `$.version`: \(error.message)",
                    at: node)
            }
        }
    }

    private static func checkMocks(_ spec: YAMLNode, _ validator: inout Validator) {
        guard let type = spec["type"]?.string.flatMap(EnvironmentSpec.EnvironmentType.init) else { return }
        for service in spec["services"]?.entries ?? [] {
            guard let mock = service.value.member("mock") else { continue }
            switch type {
            case .dev: break
            case .staging:
                guard service.value["real"]?.keyText?.lowercased() == "true" else { continue }
                validator.error(
                    "a service marked `real` has no mock in an Environment of type `staging`: give it a `url`",
                    at: mock.key)
            case .prod:
                validator.error("an Environment of type `prod` has no mocks: give the service a `url`", at: mock.key)
            }
        }
    }

    /// Credentials name secrets of this Environment.
    private static func checkSecrets(_ spec: YAMLNode, _ validator: inout Validator) {
        let names = (spec["secrets"]?.entries ?? []).compactMap(\.key.keyText)
        for site in validator.findings.references where site.reference.root == .secrets {
            guard let name = site.reference.name, !names.contains(name) else { continue }
            let hint = SuiteReferences.hint(name, among: names, root: "secrets")
            validator.error("unknown secret `secrets.\(name)`\(hint)", at: site.place)
        }
    }

    private static func checkArtifacts(_ artifacts: YAMLNode?, _ validator: inout Validator) {
        guard let artifacts, let node = artifacts["provider"], let provider = node.string.flatMap(ProviderName.init)
        else { return }
        switch provider {
        case .local:
            for name in ["bucket", "prefix", "retention", "kmsKey"] {
                guard let member = artifacts.member(name) else { continue }
                validator.error("`\(name)` is for a cloud: provider `local` is the controller's disk", at: member.key)
            }
        case .aws, .gcp, .azure:
            if let prefix = artifacts["prefix"], let flaw = BucketRules.flaw(ofPrefix: prefix.string ?? "") {
                validator.error("`prefix` \(flaw)", at: prefix)
            }
            guard let bucket = artifacts["bucket"] else {
                validator.error("artifacts at provider `\(provider.rawValue)` need a `bucket`", at: node)
                return
            }
            guard provider == .aws, let name = bucket.string, let flaw = BucketRules.flaw(ofS3Bucket: name) else {
                return
            }
            validator.error("`bucket` \(flaw)", at: bucket)
        }
    }
}
