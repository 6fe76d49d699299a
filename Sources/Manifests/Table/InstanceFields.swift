import Model

/// What an instance of a CloudResource is made of.
enum InstanceFields {
    static let configuration = Schema(
        "What an instance is made of.",
        fields: [
            Field(
                "resources", .object(resources), .optional,
                "What a local worker announces, counted against the quota."),
            Field("instanceType", .string(TextRule(.title)), .optional, "The size, as the cloud names it."),
            Field("region", .string(TextRule(.title)), .optional, "The region, as the cloud names it."),
            Field(
                "tags", .map(keys: .any, values: .string(TextRule(takesScalars: true))), .optional,
                "Tags of the instance; those that begin with `rondo:` are Rondo's own."),
            Field("zone", .string(TextRule(.title)), .optional, "The zone of the region."),
            Field(
                "image", .either(scalar: .string(TextRule(.title)), structured: .object(image)), .optional,
                "What it boots from: an id, or what the newest match is looked for by."),
            Field("subnet", .string(TextRule(.title)), .optional, "The subnet it is put into."),
            Field(
                "securityGroups", .list(.string(TextRule(.title)), minimum: 0), .optional, "The rules of its network."),
            Field("publicIP", .boolean, .optional, "Whether it gets an address of the internet; false."),
            Field("disk", .object(disk), .optional, "Its disk."),
            Field("spot", .boolean, .optional, "Whether it may be taken away for a lower price; false."),
            Field("keyName", .string(TextRule(.title)), .optional, "The SSH key that is put on it."),
            Field("userData", .string(TextRule(.nonEmpty)), .optional, "A script that runs at its first boot."),
            Field(
                "identity", .string(TextRule(.title)), .optional,
                "The instance profile, service account or managed identity that it has."),
        ])

    /// What only an instance of a cloud has.
    static let cloudOnly = configuration.fields.map(\.name).filter { $0 != "resources" }

    static let resources = Schema(
        "Processor and memory of one instance.",
        fields: [
            Field("cpu", .cpu, .defaulted(.string("500m")), "Processors."),
            Field("memory", .size, .defaulted(.string("512Mi")), "Memory."),
        ])

    private static let image = Schema(
        "What an image is looked for by; the newest match is pinned.",
        fields: [
            Field("family", .string(TextRule(.title)), .optional, "The family of images."),
            Field("owner", .string(TextRule(.title)), .optional, "Whose image it is."),
            Field("name", .string(TextRule(.title)), .optional, "Its name, with `*` for any text."),
        ],
        rules: [.exactlyOne(["family", "owner"]), .onlyWith("name", with: "owner"), .onlyWith("owner", with: "name")])

    private static let disk = Schema(
        "A disk.",
        fields: [
            Field("size", .size, .required, "How much it holds."),
            Field("type", .string(TextRule(.title)), .optional, "Its sort, as the cloud names it."),
        ])
}
