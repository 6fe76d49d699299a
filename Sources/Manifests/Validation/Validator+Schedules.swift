import Model

extension Validator {
    /// The name of a frequency stands for the mapping that it is short for.
    mutating func schedule(_ node: YAMLNode, _ schema: Schema) -> Walked {
        if case .mapping = node.content { return walk(node, schema: schema) }
        guard node.string != nil, let frequency = schema.field("frequency") else {
            wrongType(node, wanted: FieldType.schedule(schema).noun)
            return .invalid
        }
        let name = walk(node, frequency.type)
        return Walked(
            name.written, decoded: .object(schema.defaults.merging(["frequency": name.model]) { $1 }))
    }

    /// Cron expressions, times of day and time zones; nil when it had an error.
    mutating func schedule(_ text: String, _ node: YAMLNode, _ type: FieldType) -> JSONValue? {
        switch type {
        case .cron:
            do {
                return .string(try CronExpression(text).text)
            } catch {
                self.error("`\(path.fieldName)` is no cron expression: \(error)", at: node)
                return nil
            }
        case .timeOfDay:
            if TimeOfDay(text) != nil { return .string(text) }
        case .timeZone:
            if ZoneName(text) != nil { return .string(text) }
            let shown = Wording.shortened(text)
            let hint = ZoneName.nearest(to: text).map { "did you mean `\($0)`?" } ?? "for example `\(type.example)`"
            error("`\(path.fieldName)`: there is no time zone `\(shown)`: \(hint)", at: node)
            return nil
        case .string, .dnsLabel, .boolean, .count, .integer, .number, .duration, .size, .cpu, .percentage,
            .enumeration, .list, .map, .object, .anyJSON, .statusExpectation, .durationExpectation, .assertion, .query,
            .capture, .schedule, .objectName, .objectPath, .serviceName, .url, .secretSource, .secretReference,
            .either, .condition, .shared:
            break
        }
        wrongType(node, wanted: type.noun)
        return nil
    }
}
