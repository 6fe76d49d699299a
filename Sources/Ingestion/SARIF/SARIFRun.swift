import Model

/// What one run of a scanner says beside its results (SARIF 2.1.0 §3.14).
struct SARIFRun {
    /// The scanner itself, then its extensions.
    private let components: [[SARIFRule]]
    let tool: String
    private let artifacts: [String?]
    /// Why it did not come to its end; nil where it did, or says nothing.
    let failure: String?

    init(tool: JSONValue?, artifacts: JSONValue?, invocations: JSONValue?) {
        let driver = tool?["driver"]
        self.tool = driver?["name"]?.string ?? "a scanner without a name"
        components = ([driver] + (tool?["extensions"]?.items ?? [])).map { component in
            (component?["rules"]?.items ?? []).map(SARIFRule.init)
        }
        self.artifacts = (artifacts?.items ?? []).map { $0["location"]?["uri"]?.string }
        failure = (invocations?.items ?? []).lazy.compactMap(Self.failure).first
    }

    /// The rule that a result names by its place in the list, by its id, or by the id that its own id begins with
    /// (`CA1000/1` is of `CA1000`).
    func rule(of result: JSONValue) -> SARIFRule? {
        let reference = result["rule"]
        let component = reference?["toolComponent"]?["index"]?.index.map { $0 + 1 } ?? 0
        let rules = components.indices.contains(component) ? components[component] : []
        if let index = reference?["index"]?.index ?? result["ruleIndex"]?.index, rules.indices.contains(index) {
            return rules[index]
        }
        guard var id = reference?["id"]?.string ?? result["ruleId"]?.string else { return nil }
        while true {
            if let rule = (rules + components.joined()).first(where: { $0.id == id }) { return rule }
            guard let slash = id.lastIndex(of: "/") else { return nil }
            id = String(id[..<slash])
        }
    }

    func artifact(_ index: Int) -> String? { artifacts.indices.contains(index) ? artifacts[index] : nil }

    private static func failure(of invocation: JSONValue) -> String? {
        guard invocation["executionSuccessful"] == .bool(false) else { return nil }
        let notes =
            (invocation["toolExecutionNotifications"]?.items ?? [])
            + (invocation["toolConfigurationNotifications"]?.items ?? [])
        let told = notes.first { $0["level"]?.string == "error" } ?? notes.first
        if let text = told?["message"]?["text"]?.string { return text }
        if let text = invocation["exitCodeDescription"]?.string { return text }
        return invocation["exitCode"]?.index.map { "it exited with \($0)" } ?? "it does not say why"
    }
}

extension JSONValue {
    var items: [JSONValue]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    /// A place in a list; -1 is none by the specification.
    var index: Int? {
        guard case .integer(let value) = self, value >= 0 else { return nil }
        return Int(exactly: value)
    }
}
