package import Model

extension SuiteInputs {
    /// A digest of each part, by its name: `environment.type`, `params.X`, `teardown`, `variables.X`, `services.X`, `secrets.X`, `files PATH`,
    /// `test NAME`.
    package func parts() -> [String: Digest] {
        var parts = ["environment.type": Digests.part(environmentType.rawValue)]
        for (name, value) in params { parts["params.\(name)"] = Digests.part(value) }
        if let teardown { parts["teardown"] = Digests.part(teardown) }
        for (name, value) in variables { parts["variables.\(name)"] = Digests.part(value) }
        for (name, service) in services { parts["services.\(name)"] = Digests.part(service) }
        for (name, source) in secrets { parts["secrets.\(name)"] = Digests.part(source) }
        for (path, blob) in files.values.joined() { parts["files \(path)"] = Digests.part(blob) }
        for test in tests { parts[.test(test.name)] = Digests.part(test) }
        return parts
    }
}

extension String {
    /// The name of a test's part.
    static func test(_ name: String) -> String { "test \(name)" }

    var testName: String? { hasPrefix("test ") ? String(dropFirst(5)) : nil }

    /// What a part of the environment or of the repository is called for people; nil for a test's part.
    var environmentPath: String? { testName == nil ? self : nil }
}
