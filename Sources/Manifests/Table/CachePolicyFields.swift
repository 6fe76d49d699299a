import Model

enum CachePolicyFields {
    static let spec = Schema(
        "What may be reused, where it is kept and for how long.",
        fields: [
            Field(
                "type", .cases(of: CachePolicySpec.CacheType.self, actsOn: \.isImplemented), .required,
                "Where it is kept."),
            Field("ttl", .duration(positive: true), .required, "How long an entry is good."),
            Field("maxSize", .size, .required, "How much is kept."),
            Field(
                "evictionPolicy", .cases(of: CachePolicySpec.EvictionPolicy.self), .required,
                "What goes first when it is full."),
            Field(
                "scope", .cases(of: CachePolicySpec.CacheScope.self, actsOn: \.isImplemented), .required,
                "What is kept."),
            Field("tier", .count(0...100), .defaulted(.integer(0)), "Lower is asked first."),
            Field(
                "url", .url(schemes: ["redis", "rediss", "redis+sentinel"], references: .refused), .optional,
                "The server, for redis."),
            Field(
                "path", .string(TextRule(.nonEmpty)), .optional,
                "The folder below the state folder's `cache/`, for file; the policy's own where it is not given."),
            Field(
                "environments", .list(.objectName(.environment), minimum: 0), .defaulted(.array([])),
                "Environments it serves; none listed means all."),
        ])
}
