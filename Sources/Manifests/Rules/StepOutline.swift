/// What is known before a step starts.
struct StepKnowledge {
    /// Captures of earlier steps.
    var captures: Set<String> = []
    /// The captures of each named step.
    var steps: [String: Set<String>] = [:]

    mutating func formUnion(_ other: StepKnowledge) {
        captures.formUnion(other.captures)
        steps.merge(other.steps) { $0.union($1) }
    }
}

/// What the checks of references and assertions need to know of one step.
struct StepOutline {
    let path: FieldPath
    let node: YAMLNode
    /// What it does itself; nil for steps that hold others.
    let body: TestOutline.Body?
    let before: StepKnowledge
    let captures: Set<String>
    /// The fragment that it takes in.
    let use: YAMLNode?
}

/// All steps of a list and those within them, each with what is known before it.
struct StepOutlines {
    private(set) var all: [StepOutline] = []
    /// What is known at the end.
    private(set) var after: StepKnowledge

    /// - Parameters:
    ///   - path: of the list.
    ///   - fragment: what a fragment captures.
    init(
        _ nodes: [YAMLNode], at path: FieldPath, knowing before: StepKnowledge = StepKnowledge(),
        fragment: (String) -> Set<String> = { _ in [] }
    ) {
        after = before
        for (index, node) in nodes.enumerated() { add(node, at: path + [.index(index)], fragment) }
    }

    private mutating func add(_ node: YAMLNode, at path: FieldPath, _ fragment: (String) -> Set<String>) {
        let before = after
        var captures = Set((node["capture"]?.entries ?? []).compactMap(\.key.keyText))
        let body: TestOutline.Body? =
            node.member("request") != nil ? .rest : node.member("command") != nil ? .command : nil
        all.append(
            StepOutline(path: path, node: node, body: body, before: before, captures: captures, use: node["use"]))
        if let name = node["use"]?.string { captures.formUnion(fragment(name)) }
        if let items = node["parallel"]?.items {
            for (index, item) in items.enumerated() {
                captures.formUnion(
                    addGroup([item], at: path + [.key("parallel")], from: index, knowing: before, fragment))
            }
        }
        if let loop = node["forEach"] {
            var inside = before
            inside.captures.insert(loop["as"]?.string ?? "item")
            captures.formUnion(
                addGroup(
                    loop["steps"]?.items ?? [], at: path + [.key("forEach"), .key("steps")], knowing: inside, fragment))
        }
        for branch in ["then", "else"] {
            captures.formUnion(
                addGroup(node[branch]?.items ?? [], at: path + [.key(branch)], knowing: before, fragment))
        }
        after.captures.formUnion(captures)
        if let name = node["name"]?.string { after.steps[name] = captures }
    }

    /// Adds steps that know what is given; what they capture.
    private mutating func addGroup(
        _ nodes: [YAMLNode], at path: FieldPath, from first: Int = 0, knowing before: StepKnowledge,
        _ fragment: (String) -> Set<String>
    ) -> Set<String> {
        var group = StepOutlines([], at: path, knowing: before)
        for (index, node) in nodes.enumerated() { group.add(node, at: path + [.index(first + index)], fragment) }
        all += group.all
        after.steps.merge(group.after.steps) { $1 }
        return group.all.reduce(into: Set<String>()) { captures, step in
            captures.formUnion(step.captures)
            if let name = step.use?.string { captures.formUnion(fragment(name)) }
        }
    }
}
