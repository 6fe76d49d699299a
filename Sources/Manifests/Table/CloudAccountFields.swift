import Model

enum CloudAccountFields {
    static let clouds = Schema(
        "The account at each cloud.",
        fields: [
            Field("aws", .object(account([])), .optional, "Amazon Web Services."),
            Field(
                "gcp",
                .object(account([Field("project", .string(TextRule(.title)), .required, "Id of the project.")])),
                .optional, "Google Cloud.", .declaredOnly),
            Field(
                "azure",
                .object(
                    account([
                        Field("subscription", .string(TextRule(.title)), .required, "Id of the subscription."),
                        Field("resourceGroup", .string(TextRule(.title)), .required, "Name of the resource group."),
                    ])),
                .optional, "Microsoft Azure.", .declaredOnly),
        ])

    private static func account(_ own: [Field]) -> Schema {
        Schema(
            "An account at a cloud.",
            fields: [
                Field(
                    "credentials",
                    .either(scalar: .enumeration([EnumerationValue("found")]), structured: .object(credentials)),
                    .defaulted(.string("found")),
                    "`found` takes what the controller's own surroundings offer; else keys as references to secrets, or a role."
                ),
                Field("region", .string(TextRule(.title)), .optional, "Where its resources are made."),
                Field(
                    "endpoint", .url(schemes: ["http", "https"], references: .refused), .optional,
                    "Another address of the cloud's API, if the operator allows it."),
            ] + own)
    }

    private static let credentials = Schema(
        "How to sign in at a cloud.",
        fields: [
            Field("accessKey", .secretReference, .optional, "Id of the key."),
            Field("secretKey", .secretReference, .optional, "The key itself."),
            Field("region", .secretReference, .optional, "The region that the key is for.", .declaredOnly),
            Field("role", .string(TextRule(.title)), .optional, "A role to take on with what is found."),
        ],
        rules: [
            .exactlyOne(["accessKey", "role"]), .onlyWith("accessKey", with: "secretKey"),
            .onlyWith("secretKey", with: "accessKey"), .onlyWith("region", with: "accessKey"),
        ])
}
