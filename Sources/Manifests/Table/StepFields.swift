import Model

/// Steps of integration tests, fragments, setups and scenarios.
enum StepFields {
    /// The keys of which each step has exactly one.
    static let actions = ["request", "command", "use", "parallel", "forEach", "if"]

    static let steps = FieldType.list(.shared(.step), minimum: 1)

    static let step = Schema(
        "One step; it ends the test when something does not hold.",
        fields: [
            Field(
                "name", .string(TextRule(.title)), .optional, "What later steps name it by: `steps.NAME.captures.X`."),
            Field("request", .shared(.request), .optional, "Send a request."),
            Field("command", .object(CommandFields.command), .optional, "Run a program."),
            Field("use", .string(TextRule(.title)), .optional, "Take in the steps of this fragment."),
            Field(
                "with", .map(keys: .referenceName, values: .anyJSON(references: .resolved)), .optional,
                "Values of the fragment's parameters."),
            Field("parallel", steps, .optional, "Steps to run side by side."),
            Field("forEach", .object(loop), .optional, "Steps to run once for each item."),
            Field("if", .condition, .optional, "Run `then` where this holds, else `else`."),
            Field("then", steps, .optional, "Steps to run where `if` holds."),
            Field("else", steps, .optional, "Steps to run where it does not."),
            Field("timeout", .duration(positive: true), .optional, "Bound of this step."),
            Field("expect", .object(ExpectationFields.expect), .optional, "What must hold, short form."),
            Field("assert", .list(.assertion, minimum: 1), .optional, "What must hold, line by line."),
            Field(
                "capture", .map(keys: .referenceName, values: .capture(ExpectationFields.capture)), .optional,
                "Values for later steps, and for the tests that depend on this one, named as `captures.X`."),
        ],
        rules: [
            .exactlyOne(actions), .onlyWith("with", with: "use"), .onlyWith("then", with: "if"),
            .onlyWith("if", with: "then"), .onlyWith("else", with: "if"),
        ])

    private static let loop = Schema(
        "Steps to run once for each item.",
        fields: [
            Field("in", .anyJSON(references: .resolved), .optional, "A list, or one reference to a captured list."),
            Field("file", RequestFields.file, .optional, "A CSV or JSON file of the repository instead."),
            Field(
                "as", .string(TextRule(.title)), .optional,
                "What steps name the item as: `captures.NAME`; `item` where nothing is given."),
            Field("steps", steps, .required, "The steps."),
        ],
        rules: [.exactlyOne(["in", "file"])])

    static let integration = Schema(
        "Steps one after the other.",
        fields: [
            Field("steps", steps, .required, "The steps; the first that does not hold ends the test."),
            Field("finally", steps, .optional, "Steps to run at the end whatever happened."),
        ])
}
