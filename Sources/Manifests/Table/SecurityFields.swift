import Model

enum SecurityFields {
    static let security = Schema(
        "Checks of how well a service is locked.",
        fields: [
            Field("url", .url(schemes: ["http", "https"], references: .resolved), .optional, "What is checked."),
            Field("service", .serviceName, .optional, "A service of the environment instead."),
            Field(
                "checks", .list(.either(scalar: names, structured: .object(check)), minimum: 1), .required,
                "Checks by name; a mapping tells one more."),
            Field(
                "sarif", .list(.string(TextRule(.nonEmpty)), minimum: 1), .optional, "Reports of other scanners."),
            Field(
                "severityThreshold", .cases(of: SecuritySpec.Severity.self), .optional,
                "Findings below it do not fail the test; low where nothing is given."),
        ],
        rules: [.exactlyOne(["url", "service"])])

    private static let names = FieldType.cases(of: SecurityCheck.Name.self)

    private static let check = Schema(
        "One check with what it is told.",
        fields: SecurityCheck.Name.allCases.compactMap { name in
            parameter(of: name).map { Field(name.rawValue, $0.type, .optional, $0.documentation) }
        },
        rules: [.exactlyOne(SecurityCheck.Name.allCases.filter { parameter(of: $0) != nil }.map(\.rawValue))])

    /// What a check can be told; nil for one that takes nothing.
    static func parameter(of name: SecurityCheck.Name) -> (type: FieldType, documentation: String)? {
        let paths = FieldType.list(.string(TextRule(.urlPath, references: .resolved)), minimum: 1)
        let words = FieldType.list(.string(TextRule(.title)), minimum: 1)
        switch name {
        case .tlsMinVersion: return (.cases(of: RequestTLS.Version.self), "The oldest version that may be offered.")
        case .tlsCertExpiry: return (.duration(positive: true), "For how long the certificate must still be good.")
        case .headers: return (words, "Headers that must be there.")
        case .cors: return (words, "Origins that may be let in.")
        case .authRequired: return (paths, "Paths that must ask who it is.")
        case .methodsAllowed:
            return (.list(.string(TextRule(.httpMethod)), minimum: 1), "Methods that may be answered.")
        case .openRedirect, .directoryListing, .errorLeak, .secretsInBody: return (paths, "Paths to look at.")
        case .rateLimit: return (.string(TextRule(.rate)), "The rate that must be refused.")
        case .hsts: return (.duration(positive: true), "The age that must at least be promised.")
        case .cookiesFlags: return nil
        }
    }
}
