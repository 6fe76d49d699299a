import Model

enum EnvironmentFields {
    static let spec = Schema(
        "Where tests run: services, variables, secrets and quotas.",
        fields: [
            Field(
                "type", .cases(of: EnvironmentSpec.EnvironmentType.self), .required,
                "Sets defaults and refusals; `prod` has no mocks and holds every delete."),
            Field(
                "extends", .objectName(.environment), .optional,
                "An Environment of the same namespace to begin with: maps merge, lists replace."),
            Field(
                "shareSecrets", .boolean, .defaulted(.bool(false)),
                "Environments that extend this one get its secrets and credentials too."),
            Field(
                "services", .map(keys: .dnsLabel, values: .object(ServiceFields.service)), .defaulted(.object([:])),
                "The services under test by name."),
            Field(
                "maxConcurrentTasks", .count(1...100_000), .optional,
                "How many tasks may run here at once; 20 in staging where nothing is said."),
            Field(
                "allow",
                .list(.cases(of: EnvironmentSpec.Allowance.self, actsOn: { $0 == .security }), minimum: 0), .optional,
                "What `prod` refuses unless it is listed: `security` is checks that send odd requests."),
            Field("resources", .object(quota), .optional, "Quota over running tasks and local instances."),
            Field(
                "variables", .map(keys: .referenceName, values: .string(TextRule(takesScalars: true))),
                .defaulted(.object([:])), "What tests name as `vars.X`."),
            Field(
                "secrets", .map(keys: .referenceName, values: .secretSource), .defaulted(.object([:])),
                "What tests name as `secrets.X`, by where it is kept: `env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`."
            ),
            Field(
                "clouds", .object(CloudAccountFields.clouds), .optional,
                "The account at each cloud that its resources are made in."),
            Field(
                "artifacts", .object(artifacts), .optional,
                "Where artifacts of its runs are kept; the controller's disk where it is not given."),
            Field(
                "ttl", .duration(positive: true), .optional,
                "After it everything in it is torn down, until its spec changes or it is renewed."),
            Field(
                "drift", .cases(of: DriftPolicy.self), .optional,
                "What is done about drift in it: correct, report or ignore; that of `rondo.yaml` where it is not given, else correct."
            ),
            Field(
                "syncWindows", .list(.object(ScheduleFields.syncWindow), minimum: 0), .optional,
                "When changes may be carried out, and when not."),
        ])

    private static let quota = Schema(
        "Upper bounds; a missing one does not limit.",
        fields: [
            Field("cpu", .cpu, .optional, "Processors."),
            Field("memory", .size, .optional, "Memory."),
            Field("storage", .size, .optional, "Disk.", .declaredOnly),
        ])

    private static let artifacts = Schema(
        "Where artifacts are kept.",
        fields: [
            Field(
                "provider",
                .cases(
                    of: ProviderName.self, actsOn: { $0 == .local || ArtifactSettings.buckets.contains($0) }),
                .required, "Whose store: `local` is the controller's disk."),
            Field("bucket", .string(TextRule(.title)), .optional, "Bucket or container; it has to exist."),
            Field("prefix", .string(TextRule(.title)), .optional, "What the names in it begin with."),
            Field(
                "retention", .duration(positive: true), .optional,
                "How long the bucket keeps them, in whole days; for good where it is not given."),
            Field(
                "kmsKey", .string(TextRule(.title)), .optional,
                "Key that the cloud encrypts them with; its own where it is not given."),
        ])
}
