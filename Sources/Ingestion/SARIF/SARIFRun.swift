import Model

/// What one run of a scanner says beside its results (SARIF 2.1.0 §3.14).
struct SARIFRun {
    /// The rules of one component of the scanner, in their order and by their ids.
    private struct Component {
        var rules: [SARIFRule] = []
        var places: [String: Int] = [:]

        /// The first of that id.
        func rule(_ id: String) -> SARIFRule? { places[id].map { rules[$0] } }
    }

    /// The scanner itself, then its extensions.
    private let components: [Component]
    /// Of all components, the first that has the id.
    private let owners: [String: Int]
    /// On one line, cut.
    let tool: String
    private let artifacts: [String?]
    /// Why it did not come to its end; nil where it did, or says nothing.
    let failure: String?

    /// How many parts an id such as `CA1000/1/a` is taken apart into.
    private static let idParts = 20

    init(tool: JSONValue?, artifacts: JSONValue?, invocations: JSONValue?, limits: ReportLimits) {
        let driver = tool?["driver"]
        self.tool = CutText.line(driver?["name"]?.string ?? "", limit: limits.name) ?? "a scanner without a name"
        var owners: [String: Int] = [:]
        components = ([driver] + (tool?["extensions"]?.items ?? [])).enumerated().map { place, part in
            var component = Component()
            for value in part?["rules"]?.items ?? [] {
                let rule = SARIFRule(value, limits: limits)
                if component.places[rule.id] == nil { component.places[rule.id] = component.rules.count }
                if owners[rule.id] == nil { owners[rule.id] = place }
                component.rules.append(rule)
            }
            return component
        }
        self.owners = owners
        self.artifacts = (artifacts?.items ?? []).map { $0["location"]?["uri"]?.string }
        failure = (invocations?.items ?? []).lazy.compactMap(Self.failure).first
    }

    /// The rule that a result names by its place in the list, by its id, or by the id that its own id begins with
    /// (`CA1000/1` is of `CA1000`).
    func rule(of result: JSONValue) -> SARIFRule? {
        let reference = result["rule"]
        let component = reference?["toolComponent"]?["index"]?.index.map { $0 + 1 } ?? 0
        let own = components.indices.contains(component) ? components[component] : Component()
        if let index = reference?["index"]?.index ?? result["ruleIndex"]?.index, own.rules.indices.contains(index) {
            return own.rules[index]
        }
        guard var id = reference?["id"]?.string ?? result["ruleId"]?.string else { return nil }
        for _ in 0..<Self.idParts {
            if let rule = own.rule(id) ?? owners[id].flatMap({ components[$0].rule(id) }) { return rule }
            guard let slash = id.lastIndex(of: "/") else { return nil }
            id = String(id[..<slash])
        }
        return nil
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
