import Model

extension Validator {
    /// The members of a mapping by key, with an error for each key that repeats, merges or is no text.
    mutating func members(of entries: [YAMLEntry]) -> [(key: String, entry: YAMLEntry)] {
        var seen: [String: YAMLMark] = [:]
        var members: [(key: String, entry: YAMLEntry)] = []
        members.reserveCapacity(entries.count)
        for entry in entries {
            guard let key = entry.key.keyText, case .scalar(let scalar) = entry.key.content else {
                error("a key must be text, but \(Wording.found(entry.key))", at: entry.key)
                continue
            }
            if key == "<<", scalar.style == .plain {
                error(
                    "merge keys are no part of YAML 1.2: write the fields out, or use `defaults` in a suite",
                    at: entry.key)
                continue
            }
            if let first = seen.updateValue(entry.key.start, forKey: key) {
                error(
                    "`\(Wording.shortened(key))` stands twice in \(parentText), first in line \(first.line)",
                    at: entry.key)
                continue
            }
            members.append((key, entry))
        }
        return members
    }

    /// Walks a mapping; `fills` says whether absent fields get their defaults and are required.
    mutating func walk(_ node: YAMLNode, schema: Schema, fills: Bool = true) -> Walked {
        guard case .mapping(let entries) = node.content, accepts(tagOf: node) else {
            if case .mapping = node.content { return .invalid }
            wrongType(node, wanted: "a mapping")
            return .invalid
        }
        var written = fills ? schema.defaults : [:]
        var decoded: [String: JSONValue] = [:]
        var present: [String: YAMLEntry] = [:]
        for (key, entry) in members(of: entries) {
            guard let field = schema.field(key) else {
                unknownField(key, entry.key, schema)
                continue
            }
            if !field.isRequired, isEmpty(entry.value) { continue }
            present[key] = entry
            let value = walk(entry, as: field)
            written[key] = value.written
            if let model = value.decoded { decoded[key] = model }
        }
        if fills, !isPartial {
            for field in schema.fields where field.isRequired && present[field.name] == nil {
                error(
                    "`\(field.name)` is missing in \(parentText): give \(field.type.noun)", at: place(ofStart: node))
            }
        }
        check(schema.rules, present: present, node: node)
        return Walked(.object(written), decoded: decoded.isEmpty ? nil : .object(written.merging(decoded) { $1 }))
    }

    mutating func walkList(_ node: YAMLNode, of type: FieldType, minimum: Int) -> Walked {
        guard case .sequence(let items) = node.content, accepts(tagOf: node) else {
            if case .sequence = node.content { return .invalid }
            wrongType(node, wanted: "a list")
            return .invalid
        }
        if items.count < minimum { error("`\(path.fieldName)` must not be empty", at: node) }
        var written: [JSONValue] = []
        var decoded: [JSONValue] = []
        var differs = false
        written.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let value = within(.index(index)) { $0.walk(item, type) }
            written.append(value.written)
            decoded.append(value.model)
            if value.decoded != nil { differs = true }
        }
        return Walked(.array(written), decoded: differs ? .array(decoded) : nil)
    }

    mutating func walkMap(_ node: YAMLNode, keys: KeyForm, values: FieldType) -> Walked {
        guard case .mapping(let entries) = node.content, accepts(tagOf: node) else {
            if case .mapping = node.content { return .invalid }
            wrongType(node, wanted: "a mapping")
            return .invalid
        }
        var written: [String: JSONValue] = [:]
        var decoded: [String: JSONValue] = [:]
        for (key, entry) in members(of: entries) {
            guard keys.accepts(key) else {
                error(
                    "the name `\(Wording.shortened(key))` in \(parentText) must be \(keys.requirement)", at: entry.key)
                continue
            }
            let value = within(.key(key)) { $0.walk(entry.value, values) }
            written[key] = value.written
            if let model = value.decoded { decoded[key] = model }
        }
        return Walked(.object(written), decoded: decoded.isEmpty ? nil : .object(written.merging(decoded) { $1 }))
    }

    func isEmpty(_ node: YAMLNode) -> Bool {
        guard case .scalar(let scalar) = node.content else { return false }
        return scalar.value(tag: node.tag) == .null
    }

    /// The first character of a mapping: what is missing in it has no better place.
    private func place(ofStart node: YAMLNode) -> Place {
        Place(location: location(node.start), length: 1)
    }

    /// Refuses tags that would mean something else than what is there.
    mutating func accepts(tagOf node: YAMLNode) -> Bool {
        guard let tag = node.tag else { return true }
        let fits =
            switch node.content {
            case .mapping: tag == "tag:yaml.org,2002:map"
            case .sequence: tag == "tag:yaml.org,2002:seq"
            case .scalar: Self.scalarTags.contains(tag)
            }
        if !fits { error("the tag `\(Wording.shortened(tag))` means nothing here: leave it out", at: node) }
        return fits
    }

    private static let scalarTags: Set<String> = [
        "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null",
    ]

    private mutating func unknownField(_ key: String, _ node: YAMLNode, _ schema: Schema) {
        let hint = Wording.hint(key, among: schema.fields.map(\.name))
        error(
            "unknown field `\(Wording.shortened(key))` in \(parentText)\(hint.isEmpty ? explanation : hint)", at: node)
    }

    /// The command that lists the fields of the mapping that is being read.
    private var explanation: String {
        var subject = rootName == OperatorConfigurationLoader.rootName ? "config" : rootName
        guard (try? ExplainedThing(subject)) != nil else { return "" }
        for case .key(let key) in path where !key.contains(".") {
            // Names in a map are no fields, and are passed through.
            if (try? ExplainedThing("\(subject).\(key)")) != nil { subject += ".\(key)" }
        }
        return ": `rondo explain \(subject)` lists its fields"
    }

    private mutating func check(_ rules: [FieldRule], present: [String: YAMLEntry], node: YAMLNode) {
        for rule in rules {
            switch rule {
            case .exactlyOne(let names): atMostOne(names, present, requiresOne: true, node: node)
            case .atMostOne(let names): atMostOne(names, present, requiresOne: false, node: node)
            case .onlyWith(let name, let other):
                if let entry = present[name], present[other] == nil, !isPartial {
                    error("`\(name)` needs `\(other)` beside it in \(parentText)", at: entry.key)
                }
            }
        }
    }

    private mutating func atMostOne(
        _ names: [String], _ present: [String: YAMLEntry], requiresOne: Bool, node: YAMLNode
    ) {
        let given = names.filter { present[$0] != nil }
        if given.count > 1, let last = given.compactMap({ present[$0]?.key }).max(by: { $0.start < $1.start }) {
            error("\(Wording.list(given)) can't stand together in \(parentText): keep one", at: last)
        } else if given.isEmpty, requiresOne, !isPartial {
            error("\(parentText) needs exactly one of \(Wording.list(names))", at: place(ofStart: node))
        }
    }
}

extension YAMLMark: Comparable {
    /// What was taken over from other files stands before a document's own.
    static func < (left: YAMLMark, right: YAMLMark) -> Bool {
        (right.file, left.line, left.column) < (left.file, right.line, right.column)
    }
}
