import Model

enum MetadataFields {
    static let metadata = Schema(
        "What names an object, and notes about it.",
        fields: [
            Field("name", .dnsLabel, .required, "Name, unique among the objects of its kind and namespace."),
            Field(
                "namespace", .dnsLabel, .defaulted(.string(ObjectIdentity.defaultNamespace)),
                "Tenancy: roles, quotas, secrets and credentials stop at it."),
            Field("labels", .map(keys: .any, values: notes), .defaulted(.object([:])), "Words to select objects by."),
            Field(
                "annotations", .map(keys: .any, values: notes), .defaulted(.object([:])),
                "Instructions to the controller and notes, for example `rondo.dev/prune: disabled`."),
        ])

    /// What the annotations of Rondo's own begin with; others are notes that nobody reads.
    static let prefix = "rondo.dev/"

    /// Annotations that the controller reads, by their whole name.
    static let annotations = Schema(
        "Instructions to the controller.",
        fields: [
            Field(
                "rondo.dev/prune", .enumeration([EnumerationValue("disabled")]), .optional,
                "`disabled` keeps the object when its manifest goes."),
            Field(
                "rondo.dev/reconcile-requested-at", .string(TextRule(.timestamp)), .optional,
                "A new time asks for the object to be looked at again.", .declaredOnly),
            Field(
                "rondo.dev/external-id", .string(TextRule(.title)), .optional,
                "The id of something that exists already and is to be adopted.", .declaredOnly),
            Field(
                "rondo.dev/previous-name", .dnsLabel, .optional,
                "The name it had before, whose history it goes on with.", .declaredOnly),
        ])

    private static let notes = FieldType.string(TextRule(takesScalars: true))
}
