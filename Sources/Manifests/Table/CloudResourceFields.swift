import Model

enum CloudResourceFields {
    static let spec = Schema(
        "VMs of one shape at one provider.",
        fields: [
            Field("environment", .objectName(.environment), .required, "The Environment it belongs to."),
            Field(
                "provider",
                .enumeration(
                    ProviderName.allCases.map { EnumerationValue($0.rawValue, isAvailable: $0 == .local) }),
                .required, "Where the instances run."),
            Field(
                "type", .cases(of: CloudResourceSpec.ResourceType.self), .required,
                "What an instance is: ec2 at aws, gce at gcp, vm at azure, process at local."),
            Field(
                "configuration", .object(configuration), .defaulted(.object([:])), "What an instance is made of."),
            Field("replicas", .count(0...10_000), .defaulted(.integer(1)), "How many instances."),
            Field(
                "worker", .object(worker), .optional,
                "Instances boot as workers; `{}` where the provider is local."),
            Field(
                "deletionPolicy", .cases(of: CloudResourceSpec.DeletionPolicy.self), .defaulted(.string("Delete")),
                "Retain leaves instances running when git no longer wants them."),
            Field(
                "drift", .cases(of: DriftPolicy.self), .optional,
                "What is done about drift of its instances; the Environment's where it is not given."),
        ])

    static let worker = Schema(
        "How an instance presents itself as a worker.",
        fields: [
            Field(
                "capabilities", .list(.string(TextRule(.title)), minimum: 0), .defaulted(.array([])),
                "What tests may need beside `os` and `arch`: `name` or `name=value`."),
            Field("slots", .count(1...1_000), .defaulted(.integer(1)), "How many tasks it runs at once."),
            Field(
                "labels", .map(keys: .any, values: .string(TextRule(takesScalars: true))), .defaulted(.object([:])),
                "Words to tell workers apart by."),
        ])

    private static let configuration = Schema(
        "What an instance is made of.",
        fields: [
            Field(
                "resources", .object(resources), .defaulted(.object([:])),
                "What a local worker announces, counted against the quota.")
        ])

    private static let resources = Schema(
        "Processor and memory of one instance.",
        fields: [
            Field("cpu", .cpu, .defaulted(.string("500m")), "Processors."),
            Field("memory", .size, .defaulted(.string("512Mi")), "Memory."),
        ])
}
