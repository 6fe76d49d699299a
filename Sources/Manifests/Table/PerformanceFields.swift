import Model

enum PerformanceFields {
    static let performance = Schema(
        "Load on a service, and the bounds that its answers must keep.",
        fields: [
            Field("target", .shared(.request), .optional, "One request, over and over."),
            Field("scenario", StepFields.steps, .optional, "Steps, over and over."),
            Field("mix", .list(.object(weighted), minimum: 1), .optional, "Fragments, chosen by weight."),
            Field("load", .object(load), .required, "How much is asked for, and when."),
            Field("warmup", .duration(positive: true), .optional, "Time at the start that thresholds leave out."),
            Field("generators", .object(generators), .optional, "How many processes make the load."),
            Field(
                "thresholds", .list(.either(scalar: bound, structured: .object(threshold)), minimum: 1), .optional,
                "What must hold, for example `p(99) duration < 250ms`."),
            Field("compare", .object(compare), .optional, "How much worse than an earlier run it may be."),
        ],
        rules: [.exactlyOne(["target", "scenario", "mix"])])

    private static let bound = FieldType.string(TextRule(.loadBound))
    private static let rate = FieldType.string(TextRule(.rate))

    private static let weighted = Schema(
        "A fragment with its share of the load.",
        fields: [
            Field("weight", .count(1...10_000), .required, "How often it is chosen, beside the others."),
            Field("use", .string(TextRule(.title)), .required, "The fragment."),
            Field(
                "with", .map(keys: .referenceName, values: .anyJSON(references: .resolved)), .optional,
                "Values of its parameters."),
        ])

    private static let load = Schema(
        "How much is asked for, and when.",
        fields: [
            Field(
                "model", .cases(of: LoadPlan.Model.self), .defaulted(.string("open")),
                "open starts requests by the plan, closed lets each user wait for the answer."),
            Field("phases", .list(.object(phase), minimum: 1), .optional, "Rates one after the other; for open."),
            Field(
                "users", .either(scalar: .count(1...1_000_000), structured: .object(users)), .optional,
                "How many users at once; for closed."),
            Field("iterations", .count(1...1_000_000_000), .optional, "How many rounds in all; for closed."),
            Field("profile", .cases(of: LoadPlan.Profile.self), .optional, "A named course of the load instead."),
        ],
        rules: [.atMostOne(["phases", "profile"]), .onlyWith("iterations", with: "users")])

    private static let phase = Schema(
        "A stretch of time with one rate, or one that changes evenly.",
        fields: [
            Field("for", .duration(positive: true), .required, "How long."),
            Field("rate", rate, .required, "Rate at its start."),
            Field("rampTo", rate, .optional, "Rate at its end."),
        ])

    private static let users = Schema(
        "A number of users that changes evenly.",
        fields: [
            Field("from", .count(0...1_000_000), .required, "Users at its start."),
            Field("to", .count(0...1_000_000), .required, "Users at its end."),
            Field("for", .duration(positive: true), .optional, "How long."),
        ])

    private static let generators = Schema(
        "How many processes make the load.",
        fields: [
            Field("count", .count(1...1_000), .defaulted(.integer(1)), "How many."),
            Field("spread", .cases(of: LoadGenerators.Spread.self), .optional, "zones puts them apart."),
        ])

    private static let threshold = Schema(
        "A bound and what its breach does.",
        fields: [
            Field("expr", bound, .required, "The bound."),
            Field("abortOnFail", .boolean, .defaulted(.bool(false)), "End the run as soon as it is broken."),
            Field("after", .duration(positive: false), .optional, "Do not look before."),
        ])

    private static let compare = Schema(
        "How much worse than an earlier run it may be.",
        fields: [
            Field("baseline", .cases(of: LoadComparison.Baseline.self), .defaulted(.string("lastPassed")), "Which run.")
        ]
            + ["avg", "max", "med", "p(50)", "p(90)", "p(95)", "p(99)", "p(99.9)"].map {
                Field($0, .string(TextRule(.change)), .optional, "Change of this aggregate of the duration.")
            } + [Field("failed", .string(TextRule(.change)), .optional, "Change of the share that failed.")])
}
