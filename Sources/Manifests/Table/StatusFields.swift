import Model

/// What the controller says of an object; nobody writes it in a manifest.
enum StatusFields {
    static func status(of kind: Kind) -> Schema {
        Schema("What was observed last; written by the controller alone.", fields: common + fields(of: kind))
    }

    private static func fields(of kind: Kind) -> [Field] {
        switch kind {
        case .environment: environment
        case .cloudResource: cloudResource
        case .testSuite: testSuite
        case .alertRule: alertRule
        case .cachePolicy: cachePolicy
        }
    }

    private static let common = [
        Field("observedGeneration", .integer, .optional, "The generation that this was said of."),
        Field(
            "conditions", .list(.object(condition), minimum: 0), .optional,
            "Observed facts by the rules of kstatus: Ready, Reconciling, Stalled and those of the kind."),
        Field("lastAppliedRevision", .text, .optional, "The revision that was carried out last: `main@sha1:…`."),
        Field("lastAttemptedRevision", .text, .optional, "The revision that was tried last."),
        Field("summary", .text, .optional, "One line."),
        Field("held", .anyJSON(references: .literal), .optional, "Why its deletion waits."),
        Field("protected", .boolean, .optional, "`rondo.dev/prune: disabled` is in force."),
        Field(
            "unwantedSince", .string(TextRule(.title)), .optional, "Since when git no longer wants it, or a part of it."
        ),
        Field("approval", .object(approval), .optional, "Who let what was held of it happen."),
        Field("suspension", .object(suspension), .optional, "Who set it aside by hand."),
        Field("expires", .string(TextRule(.title)), .optional, "When its `ttl` is over, its own or its environment's."),
        Field("pausedUntil", .string(TextRule(.title)), .optional, "Until when a change of it waits."),
    ]

    private static let approval = Schema(
        "A person's leave for what was held.",
        fields: [
            Field("hash", .string(TextRule(.title)), .required, "What was approved."),
            Field("by", .text, .required, "Who approved it."),
            Field("at", .string(TextRule(.title)), .required, "When."),
            Field("expiresAt", .string(TextRule(.title)), .required, "Until when it holds."),
        ])

    private static let suspension = Schema(
        "An object that a person set aside.",
        fields: [
            Field("object", .anyJSON(references: .literal), .required, "The object."),
            Field("reason", .text, .required, "Why."),
            Field("author", .text, .required, "Who did it."),
            Field("since", .string(TextRule(.title)), .required, "Since when."),
            Field("until", .string(TextRule(.title)), .optional, "When it ends by itself."),
        ])

    private static let condition = Schema(
        "One observed fact.",
        fields: [
            Field("type", .string(TextRule(.title)), .required, "Which fact."),
            Field(
                "status", .enumeration(["True", "False", "Unknown"].map { EnumerationValue($0) }), .required,
                "Whether it holds."),
            Field("reason", .string(TextRule(.title)), .required, "Why, in one word."),
            Field("message", .text, .optional, "Why, for people."),
            Field("lastTransitionTime", .string(TextRule(.title)), .required, "Since when."),
            Field("observedGeneration", .integer, .optional, "The generation that it was said of."),
        ])

    private static let environment = [
        Field("services", .list(.object(service), minimum: 0), .optional, "Its services."),
        Field(
            "objects",
            .object(
                Schema(
                    "How many of its objects are ready.",
                    fields: [count("ready", "Those that are ready."), count("total", "All of them.")])),
            .optional, "The objects that belong to it."),
        Field(
            "drift", .object(Schema("Drift in it.", fields: [count("open", "Findings that are open.")])), .optional,
            "What differs from git without a commit having asked for it."),
    ]

    private static let service = Schema(
        "A service under test.",
        fields: [
            Field("name", .dnsLabel, .required, "Its name."),
            Field("ready", .boolean, .required, "Whether it answers."),
            Field("url", .text, .optional, "Where."),
            Field("mock", .boolean, .required, "Whether the controller serves it."),
        ])

    private static let cloudResource = [
        Field("instances", .list(.object(instance), minimum: 0), .optional, "Its instances."),
        count("readyReplicas", "How many of them run.", isRequired: false),
        Field(
            "nextUptimeChange", .string(TextRule(.title)), .optional,
            "When its schedule next starts or stops its instances."),
    ]

    private static let instance = Schema(
        "One instance.",
        fields: [
            count("ordinal", "Its place among the replicas."),
            Field("id", .string(TextRule(.title)), .required, "Its id at the provider."),
            Field("state", .cases(of: ObservedInstance.State.self), .required, "What it does."),
            Field("address", .text, .optional, "Where it is reached."),
            Field("createdAt", .string(TextRule(.title)), .required, "When it was made."),
            Field("worker", .cases(of: WorkerState.self), .optional, "What its worker does."),
            Field("drift", .text, .optional, "What of it is not as desired."),
            Field("image", .text, .optional, "What it boots from, where it is of a cloud."),
        ])

    private static let testSuite = [
        Field("runs", .list(.object(run), minimum: 0), .optional, "The running and the last run in each environment.")
    ]

    private static let run = Schema(
        "One run.",
        fields: [
            Field("id", .string(TextRule(.title)), .required, "Its id."),
            Field("environment", .dnsLabel, .required, "Where it ran."),
            Field("revision", .text, .required, "What it ran of: `main@sha1:…`."),
            Field("outcome", .cases(of: Model.Outcome.self), .optional, "How it ended."),
            Field("counts", .object(counts), .required, "How many of its tests ended how."),
            Field("startedAt", .string(TextRule(.title)), .required, "When it began."),
            Field("duration", .duration(positive: false), .optional, "How long it took."),
        ])

    private static let counts = Schema(
        "How many tests ended how.",
        fields: Model.Outcome.allCases.map { count($0.rawValue, "Tests that ended so.", isRequired: false) } + [
            count("flaky", "Passed only after another attempt.", isRequired: false),
            count("cached", "Not run: an earlier result stands.", isRequired: false),
        ])

    private static let alertRule = [
        Field("state", .cases(of: AlertState.self), .optional, "Where it stands."),
        Field("value", .number, .optional, "The value that was compared last."),
        Field("since", .string(TextRule(.title)), .optional, "Since when it stands there."),
    ]

    private static let cachePolicy = [
        count("entries", "What it holds.", isRequired: false),
        count("bytes", "How much that is.", isRequired: false),
        Field("hitRate", .number, .optional, "The share of lookups that it answered, 0 to 1."),
        count("evictions", "What it has dropped for lack of room.", isRequired: false),
        Field("savedTime", .duration(positive: false), .optional, "What its answers saved."),
    ]

    private static func count(_ name: String, _ documentation: String, isRequired: Bool = true) -> Field {
        Field(name, .count(0...Int.max), isRequired ? .required : .optional, documentation)
    }
}
