package import Model

/// The one field table: what a manifest of each kind may say.
package enum FieldTable {
    package static let apiVersion = "rondo.dev/v1"

    /// The whole document of a kind.
    package static func document(of kind: Kind) -> Schema {
        switch kind {
        case .environment: environmentDocument
        case .cloudResource: cloudResourceDocument
        case .testSuite: testSuiteDocument
        case .alertRule: alertRuleDocument
        case .cachePolicy: cachePolicyDocument
        }
    }

    /// What stands under `status` of an object, where it is shown; no part of a manifest.
    package static func status(of kind: Kind) -> Schema { StatusFields.status(of: kind) }

    private static let environmentDocument = document(.environment, spec: EnvironmentFields.spec)
    private static let cloudResourceDocument = document(.cloudResource, spec: CloudResourceFields.spec)
    private static let testSuiteDocument = document(.testSuite, spec: TestSuiteFields.spec)
    private static let alertRuleDocument = document(.alertRule, spec: AlertRuleFields.spec)
    private static let cachePolicyDocument = document(.cachePolicy, spec: CachePolicyFields.spec)

    private static func document(_ kind: Kind, spec: Schema) -> Schema {
        Schema(
            spec.documentation,
            fields: [
                Field("apiVersion", .enumeration([EnumerationValue(apiVersion)]), .required, "Version of the format."),
                Field("kind", .enumeration([EnumerationValue(kind.rawValue)]), .required, "What the object is."),
                Field(
                    "metadata", .object(MetadataFields.metadata), .required,
                    "What names the object, and notes about it."),
                Field("spec", .object(spec.adding(commonSpec)), .required, "What should be."),
            ])
    }

    private static let commonSpec = [
        Field("suspend", .boolean, .defaulted(.bool(false)), "Leave the object alone."),
        Field(
            "dependsOn", .list(.objectPath, minimum: 0), .defaulted(.array([])),
            "Objects (`Kind/name`) that must be Ready before; teardown goes in reverse."),
    ]
}
