import Model

/// What fields that speak of times share.
enum ScheduleFields {
    /// When the instances of a CloudResource run.
    static let uptime = Schema(
        "When instances run; outside of it they are stopped, not deleted.",
        fields: [
            Field("start", .timeOfDay, .required, "When they are started."),
            Field("stop", .timeOfDay, .required, "When they are stopped."),
            Field(
                "days", .list(.cases(of: Weekday.self), minimum: 1),
                .defaulted(.array(Weekday.allCases.map { .string($0.rawValue) })), "On which days."),
            Field("timeZone", .timeZone, .defaulted(.string("UTC")), "Of the times, as IANA names it."),
        ])

    /// When an Environment's changes may be carried out.
    static let syncWindow = Schema(
        "A time in which changes are carried out, or are not.",
        fields: [
            Field("allow", .boolean, .optional, "`true`: changes are carried out in it, and outside of all such not."),
            Field("deny", .boolean, .optional, "`true`: changes wait while it lasts."),
            Field("cron", .cron, .required, "When it begins."),
            Field("duration", .duration(positive: true), .required, "How long it lasts."),
            Field("timeZone", .timeZone, .defaulted(.string("UTC")), "Of `cron`, as IANA names it."),
        ],
        rules: [.exactlyOne(["allow", "deny"])])
}
