import Model

enum ParameterFields {
    static let parameter = Schema(
        "A value that tests name as `params.X`.",
        fields: [
            Field("type", type, .defaulted(.string("string")), "What it is."),
            Field(
                "default", .anyJSON(references: .refused), .required,
                "Its value; of a secret one the name of a secret of the environment."),
            Field("enum", .list(.anyJSON(references: .refused), minimum: 1), .optional, "The values it may have."),
            Field(
                "secret", .boolean, .defaulted(.bool(false)), "It stands for a secret, which is known at dispatch only."
            ),
        ])

    static let fragment = Schema(
        "Steps that tests take in with `use`.",
        fields: [
            Field(
                "params",
                .map(keys: .referenceName, values: .either(scalar: type, structured: .object(fragmentParameter))),
                .optional, "What the steps name as `params.X`: a type, or a mapping with it."),
            Field("steps", StepFields.steps, .required, "The steps."),
        ])

    private static let type = FieldType.cases(of: SuiteParameter.ValueType.self)

    private static let fragmentParameter = Schema(
        "A parameter of a fragment.",
        fields: [
            Field("type", type, .defaulted(.string("string")), "What it is."),
            Field(
                "default", .anyJSON(references: .refused), .optional,
                "Its value where a use gives none; without it each use has to."),
        ])
}
