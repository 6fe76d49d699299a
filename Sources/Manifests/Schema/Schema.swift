package import Model

/// What a mapping may hold: the rows of the field table from which validation, JSON Schema, CRDs and `explain` come.
package struct Schema: Sendable {
    package let documentation: String
    package let fields: [Field]
    /// What must hold between the fields.
    package let rules: [FieldRule]
    /// Place of each field by its name.
    private let places: [String: Int]
    /// What absent fields become, nested defaults filled in.
    let defaults: [String: JSONValue]

    package init(_ documentation: String, fields: [Field], rules: [FieldRule] = []) {
        self.documentation = documentation
        self.fields = fields
        self.rules = rules
        places = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        defaults = Dictionary(
            fields.compactMap { field in field.defaultValue.map { (field.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    package func field(_ name: String) -> Field? { places[name].map { fields[$0] } }

    /// The same fields with further ones.
    func adding(_ more: [Field], rules: [FieldRule] = []) -> Schema {
        Schema(documentation, fields: fields + more, rules: self.rules + rules)
    }

    /// The same fields, all optional and without defaults, as a place for what several mappings share.
    func partial(_ documentation: String, without names: Set<String>) -> Schema {
        let rest = fields.filter { !names.contains($0.name) }
        return Schema(
            documentation,
            fields: rest.map { Field($0.name, $0.type, .optional, $0.documentation, $0.support) },
            rules: rules.compactMap(\.partial))
    }
}

/// One row of the field table.
package struct Field: Sendable {
    package enum Presence: Sendable {
        case required
        case optional
        /// The default as a manifest would write it.
        case defaulted(JSONValue)
    }

    package let name: String
    package let type: FieldType
    package let presence: Presence
    /// One line.
    package let documentation: String
    package let support: Support

    package init(
        _ name: String, _ type: FieldType, _ presence: Presence, _ documentation: String,
        _ support: Support = .actedOn
    ) {
        self.name = name
        self.type = type
        self.presence = presence
        self.documentation = documentation
        self.support = support
    }

    /// Its line for people, with what this version does about it.
    var note: String {
        switch support {
        case .actedOn: documentation
        case .byWorkers where !support.isInert: documentation
        case .byWorkers(let ability):
            "\(documentation) Checked; no worker of this version can do it: it needs `\(ability.rawValue)`."
        case .declaredOnly: "\(documentation) Checked; this version does not act on it yet."
        }
    }

    /// The default with the defaults of its own fields filled in.
    var defaultValue: JSONValue? {
        guard case .defaulted(let value) = presence else { return nil }
        guard case .object(let schema) = type, case .object(let members) = value else { return value }
        return .object(schema.defaults.merging(members) { _, own in own })
    }

    var isRequired: Bool {
        switch presence {
        case .required: true
        case .optional, .defaulted: false
        }
    }
}

/// What must hold between the fields of one mapping.
package enum FieldRule: Sendable {
    case exactlyOne([String])
    case atMostOne([String])
    /// The first is refused unless the second is there.
    case onlyWith(String, with: String)

    /// What remains of it where every field is optional.
    var partial: FieldRule? {
        switch self {
        case .exactlyOne(let names), .atMostOne(let names): .atMostOne(names)
        case .onlyWith: nil
        }
    }
}
