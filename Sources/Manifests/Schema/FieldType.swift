package import Model

/// What a field may hold. Closed, so that everything made of the field table handles every type.
package indirect enum FieldType: Sendable {
    case string(TextRule)
    /// A name by RFC 1123: at most 63 of `a-z 0-9 -`, beginning and ending with a letter or digit.
    case dnsLabel
    case boolean
    /// A whole number within a range.
    case count(ClosedRange<Int>)
    /// Any whole number.
    case integer
    case number
    /// `500ms 30s 5m 8h 7d`; `positive` refuses zero.
    case duration(positive: Bool)
    /// `512Mi 8Gi 10MB`.
    case size
    /// `500m` or `2`.
    case cpu
    /// `30 2 * * mon-fri`, `@daily`.
    case cron
    /// `02:30`.
    case timeOfDay
    /// The name of a time zone: `Europe/Berlin`.
    case timeZone
    /// `hourly`, `daily` or `weekly`, or a mapping that says more.
    case schedule(Schema)
    /// `80%`, 0 to 100.
    case percentage
    case enumeration([EnumerationValue])
    case list(FieldType, minimum: Int)
    case map(keys: KeyForm, values: FieldType)
    case object(Schema)
    /// Any JSON value; `references` says whether its strings are templates.
    case anyJSON(references: TextRule.References)
    /// `201`, `2xx` or a list of these.
    case statusExpectation
    /// `< 300ms`.
    case durationExpectation
    /// A line `query [not] predicate [value]`.
    case assertion
    /// The query part of it alone.
    case query
    /// A query, or a mapping of it with options.
    case capture(Schema)
    /// The name of an object of this kind in the same namespace.
    case objectName(Kind)
    /// `Kind/name` of an object in the same namespace.
    case objectPath
    /// The name of a service of the environment.
    case serviceName
    case url(schemes: [String], references: TextRule.References)
    /// `env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`, or a mapping of the part before the colon to the rest.
    case secretSource
    /// `${{ secrets.NAME }}` and nothing else.
    case secretReference
    /// A scalar or list of the first type, or a list or mapping of the second.
    case either(scalar: FieldType, structured: FieldType)
    /// `${{ params.mode }} == full`: what is decided when a commit is read.
    case condition
    /// A mapping that other places share, or that holds itself again.
    case shared(SharedSchema)
}

/// One value of an enumeration.
package struct EnumerationValue: Sendable {
    package let name: String
    /// Known, but refused by this version.
    package let isAvailable: Bool
    package let support: Support

    package init(_ name: String, isAvailable: Bool = true, _ support: Support = .actedOn) {
        self.name = name
        self.isAvailable = isAvailable
        self.support = support
    }
}

extension FieldType {
    /// An enumeration of all the values of a Swift enumeration.
    static func cases<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type) -> FieldType {
        .enumeration(type.allCases.map { EnumerationValue($0.rawValue) })
    }

    /// The same where this version acts on some of the values only.
    static func cases<Value: CaseIterable & RawRepresentable<String>>(
        of type: Value.Type, actsOn: (Value) -> Bool
    ) -> FieldType {
        .enumeration(type.allCases.map { EnumerationValue($0.rawValue, actsOn($0) ? .actedOn : .declaredOnly) })
    }

    /// Plain text without references.
    static var text: FieldType { .string(TextRule()) }

    /// Text in which references are resolved.
    static var template: FieldType { .string(TextRule(references: .resolved)) }
}
