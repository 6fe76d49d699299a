import Model

enum CloudResourceFields {
    static let spec = Schema(
        "VMs of one shape at one provider.",
        fields: [
            Field("environment", .objectName(.environment), .required, "The Environment it belongs to."),
            Field(
                "provider", .cases(of: ProviderName.self, actsOn: ProviderName.implemented.contains), .required,
                "Where the instances run."),
            Field(
                "type", .cases(of: CloudResourceSpec.ResourceType.self), .required,
                "What an instance is: ec2 at aws, gce at gcp, vm at azure, process at local."),
            Field(
                "configuration", .object(InstanceFields.configuration), .defaulted(.object([:])),
                "What an instance is made of."),
            Field(
                "replicas", .either(scalar: .count(0...10_000), structured: .object(scaling)),
                .defaulted(.integer(1)), "How many instances, or between which bounds."),
            Field(
                "worker", .object(worker), .optional,
                "Instances boot as workers; `{}` where the provider is local."),
            Field(
                "deletionPolicy", .cases(of: CloudResourceSpec.DeletionPolicy.self), .defaulted(.string("Delete")),
                "Retain leaves instances running when git no longer wants them."),
            Field(
                "updatePolicy", .cases(of: CloudResourceSpec.UpdatePolicy.self), .defaulted(.string("InPlace")),
                "How a changed definition reaches instances, one at a time: InPlace where the provider can, else, and with Replace always, by a new instance that is made first."
            ),
            Field(
                "schedule", .object(ScheduleFields.uptime), .optional,
                "Outside of it instances are stopped, not deleted."),
            Field(
                "ttl", .duration(positive: true), .optional,
                "After it the instances are deleted, until its spec changes or it is renewed."),
            Field(
                "drift", .either(scalar: .cases(of: DriftPolicy.self), structured: .object(driftByField)), .optional,
                "What is done about drift of its instances, for all of it or by field; the Environment's where it is not given."
            ),
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

    private static let scaling = Schema(
        "Between which bounds the number of instances follows the queue.",
        fields: [
            Field("min", .count(0...10_000), .required, "At least so many; all that this version makes."),
            Field("max", .count(0...10_000), .required, "At most so many.", .declaredOnly),
            Field(
                "targetQueueTime", .duration(positive: true), .required, "How long a task may wait for a worker.",
                .declaredOnly),
        ])

    private static let driftByField = Schema(
        "What is done about drift, by what differs; the Environment's policy for what is not named.",
        fields: DriftField.allCases.map { field in
            Field(
                field.rawValue, .cases(of: DriftPolicy.self), .optional, field.meaning,
                field.isObserved ? .actedOn : .declaredOnly)
        })
}
