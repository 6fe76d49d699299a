import Model

/// Security checks that send odd requests, where the environment does not allow them.
enum ActiveChecks {
    /// A warning for each test that is made without some of its checks.
    static func leftOut(of spec: TestSuiteSpec, in environment: ParsedDocument, _ suite: DeclaredObject) -> [Diagnostic]
    {
        guard let object = environment.object, case .environment(let environmentSpec) = object.spec,
            !environmentSpec.allowsActiveChecks
        else { return [] }
        return spec.tests.compactMap { test in
            guard case .security(let security) = test.body, let names = security.passive.leftOut else { return nil }
            let list = names.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return Diagnostic(
                severity: .warning,
                message: "test `\(test.name)` is made without \(list) in \(object.identity), which is of type `prod`: "
                    + "allow what sends odd requests there with `allow: [security]`",
                location: suite.location, object: suite.identity)
        }
    }
}

extension EnvironmentSpec {
    /// `prod` is asked ordinary things only, unless it says otherwise.
    var allowsActiveChecks: Bool {
        switch type {
        case .dev, .staging: true
        case .prod: allow.contains(.security)
        }
    }
}
