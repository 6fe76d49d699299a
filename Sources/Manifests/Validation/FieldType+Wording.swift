import Model

extension FieldType {
    /// What it is, as in "must be …".
    var noun: String {
        switch self {
        case .string(let rule): rule.form.requirement
        case .dnsLabel, .objectName, .serviceName: DNSLabel.requirement
        case .boolean: "`true` or `false`"
        case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .integer: "a whole number"
        case .number: "a finite number"
        case .duration(let positive): "a duration\(positive ? " above zero" : ""), for example `\(example)`"
        case .size: "a size, for example `\(example)`"
        case .cpu: "processors, for example `\(example)` or `2`"
        case .cron: "a cron expression, for example `\(example)`"
        case .timeOfDay: "a time of day from 00:00 to 23:59, for example `\(example)`"
        case .timeZone: "the name of a time zone, for example `\(example)`"
        case .schedule: "`hourly`, `daily` or `weekly`, or a mapping with `frequency` or `cron`"
        case .percentage: "a percentage, for example `\(example)`"
        case .enumeration(let values): "one of \(Wording.list(values.filter(\.isAvailable).map(\.name)))"
        case .list: "a list"
        case .map, .object: "a mapping"
        case .anyJSON: "a JSON value"
        case .statusExpectation: "a status from 100 to 599, a family as `2xx`, or a list of these"
        case .durationExpectation: "a bound on a duration, for example `\(example)`, or `usual`"
        case .assertion: "an assertion, for example `status == 200`"
        case .query: "a query, for example `json $.id`"
        case .capture: "a query, for example `json $.id`, or a mapping with `from`"
        case .objectPath: "an object of the same namespace as `Kind/name`, for example `Environment/dev`"
        case .url(let schemes, _): "an address with a host that begins with \(Wording.list(schemes.map { "\($0)://" }))"
        case .secretSource: "`env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`"
        case .secretReference: "a reference to a secret, for example `${{ secrets.token }}`"
        case .either(let scalar, let structured): "\(scalar.noun), or \(structured.noun)"
        case .condition: "a condition, for example `${{ params.mode }} == full`"
        case .shared(let shared): FieldType.object(shared.schema).noun
        }
    }

    /// A value that would do.
    var example: String {
        switch self {
        case .duration: "10s"
        case .size: "512Mi"
        case .cpu: "500m"
        case .cron: "30 2 * * mon-fri"
        case .timeOfDay: "02:30"
        case .timeZone: "Europe/Berlin"
        case .percentage: "80%"
        case .durationExpectation: "< 300ms"
        case .string, .dnsLabel, .boolean, .count, .integer, .number, .enumeration, .list, .map, .object, .anyJSON,
            .statusExpectation, .assertion, .query, .capture, .objectName, .objectPath, .serviceName, .url,
            .secretSource, .secretReference, .either, .schedule, .condition, .shared:
            ""
        }
    }

    /// What makes a bare number a value of this type; nil where a number alone is nothing.
    var exampleUnit: (prefix: String, suffix: String)? {
        switch self {
        case .duration: ("", "s")
        case .size: ("", "Mi")
        case .cpu: ("", "m")
        case .percentage: ("", "%")
        case .durationExpectation: ("< ", "ms")
        case .string, .dnsLabel, .boolean, .count, .integer, .number, .enumeration, .list, .map, .object, .anyJSON,
            .statusExpectation, .assertion, .query, .capture, .objectName, .objectPath, .serviceName, .url,
            .secretSource, .secretReference, .either, .cron, .timeOfDay, .timeZone, .schedule, .condition,
            .shared:
            nil
        }
    }
}
