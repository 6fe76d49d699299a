import Foundation
import Model

/// Makes a value that a schema takes: from its examples, defaults and bounds.
struct SchemaSample {
    enum Purpose {
        /// What a request holds: what is required, and nothing that only the service writes.
        case request
        /// What a mock answers: what is required, and nothing that only requests hold.
        case answer
    }

    let purpose: Purpose
    /// Values that may still be made. A schema that requires several of its own type would have no end that anybody waits for.
    private var room: Int

    /// Values that one sample has at most, apart from what the last example in it adds.
    static let limit = 10_000

    private init(purpose: Purpose, room: Int) {
        self.purpose = purpose
        self.room = room
    }

    /// - Parameter total: Values that all samples of a document may still have.
    static func value(
        _ place: OpenAPIPlace, for purpose: Purpose, _ references: inout OpenAPIReferences, total: inout Int
    ) -> JSONValue {
        let room = max(min(limit, total), 0)
        var sample = SchemaSample(purpose: purpose, room: room)
        defer { total -= room - sample.room }
        return sample.value(place, &references, depth: 0)
    }

    private mutating func value(_ written: OpenAPIPlace, _ references: inout OpenAPIReferences, depth: Int) -> JSONValue
    {
        room -= 1
        guard depth < 12, room > 0, let place = references.resolved(written) else { return .object([:]) }
        if let known = Self.given(place) {
            room -= known.count(upTo: Self.limit)
            return known
        }
        if let parts = place["allOf"]?.items, !parts.isEmpty {
            return merged(place, parts, &references, depth: depth)
        }
        for key in ["oneOf", "anyOf"] {
            guard let first = place[key]?.items.first(where: { $0["type"]?.string != "null" }) else { continue }
            let choice = value(first, &references, depth: depth + 1)
            guard place["properties"] != nil, case .object(let own) = object(place, &references, depth: depth) else {
                return choice
            }
            return .object(choice.members.merging(own) { $1 })
        }
        switch type(of: place) {
        case "object": return object(place, &references, depth: depth)
        case "array": return array(place, &references, depth: depth)
        case "integer": return .integer(Int64(clamping: Int(number(place, step: 1).rounded(.up))))
        case "number":
            let number = number(place, step: 0.5)
            return number == number.rounded() && abs(number) < 1e15 ? .integer(Int64(number)) : .number(number)
        case "boolean": return .bool(true)
        case "null": return .null
        case "string": return .string(text(place))
        default: return .object([:])
        }
    }

    /// What the schema itself says that it may be.
    private static func given(_ place: OpenAPIPlace) -> JSONValue? {
        if let example = place["example"]?.value, example != .null { return example }
        if let example = place["examples"]?.value.items.first { return example }
        if let value = place["const"]?.value ?? place["default"]?.value, value != .null { return value }
        return place["enum"]?.value.items.first
    }

    private func type(of place: OpenAPIPlace) -> String {
        if let type = place["type"]?.string { return type }
        if let type = place["type"]?.items.compactMap(\.string).first(where: { $0 != "null" }) { return type }
        if place["properties"] != nil || place["additionalProperties"] != nil || place["required"] != nil {
            return "object"
        }
        if place["items"] != nil { return "array" }
        if place["minLength"] != nil || place["pattern"] != nil || place["format"] != nil { return "string" }
        return ""
    }

    private mutating func merged(
        _ place: OpenAPIPlace, _ parts: [OpenAPIPlace], _ references: inout OpenAPIReferences, depth: Int
    ) -> JSONValue {
        var values: [JSONValue] = []
        for part in parts where values.isEmpty || room > 0 { values.append(value(part, &references, depth: depth + 1)) }
        let objects = values.map(\.members)
        guard place["properties"] != nil || objects.contains(where: { !$0.isEmpty }) else { return values[0] }
        var result = objects.reduce(into: [String: JSONValue]()) { $0.merge($1) { $1 } }
        result.merge(object(place, &references, depth: depth).members) { $1 }
        // What one part requires may be a property of another.
        for name in required(place) where result[name] == nil {
            for part in parts {
                guard let resolved = references.resolved(part), let property = resolved["properties"]?[name] else {
                    continue
                }
                result[name] = value(property, &references, depth: depth + 1)
            }
        }
        return .object(result)
    }

    private func required(_ place: OpenAPIPlace) -> [String] { place["required"]?.items.compactMap(\.string) ?? [] }

    private mutating func object(_ place: OpenAPIPlace, _ references: inout OpenAPIReferences, depth: Int) -> JSONValue
    {
        let properties = place["properties"]
        var result: [String: JSONValue] = [:]
        for name in required(place) {
            guard room > 0 else { break }
            guard let written = properties?[name] else {
                if place["allOf"] == nil { result[name] = .string(name) }
                continue
            }
            let property = references.resolved(written) ?? written
            if isLeftOut(property) { continue }
            result[name] = value(written, &references, depth: depth + 1)
        }
        // Where nothing is required, what is told with an example says most.
        for (name, written) in properties?.members ?? [] where result[name] == nil && depth < 4 && room > 0 {
            guard let property = references.resolved(written), !isLeftOut(property), Self.given(property) != nil else {
                continue
            }
            result[name] = value(written, &references, depth: depth + 1)
        }
        let least = place["minProperties"]?.value.integer ?? 0
        if result.count < least, result.count < 10 {
            for index in result.count..<min(least, 10) {
                let inner = place["additionalProperties"].flatMap { $0.value.bool == nil ? $0 : nil }
                result["key\(index + 1)"] =
                    if let inner { value(inner, &references, depth: depth + 1) } else { .string("value") }
            }
        }
        return .object(result)
    }

    private func isLeftOut(_ property: OpenAPIPlace) -> Bool {
        switch purpose {
        case .request: property["readOnly"]?.value.bool == true
        case .answer: property["writeOnly"]?.value.bool == true
        }
    }

    private mutating func array(_ place: OpenAPIPlace, _ references: inout OpenAPIReferences, depth: Int) -> JSONValue {
        let least = place["minItems"]?.value.integer ?? 0
        // Of what holds itself again an empty list is an end.
        guard let items = place["items"], depth < 6 || least > 0 else { return .array([]) }
        let most = place["maxItems"]?.value.integer ?? Int.max
        guard most > 0 else { return .array([]) }
        let before = room
        let item = value(items, &references, depth: depth + 1)
        let size = max(before - room, 1)
        let wanted = place["uniqueItems"]?.value.bool == true ? 1 : max(1, min(least, 50))
        let count = max(1, min(wanted, room / size))
        room -= size * (count - 1)
        return .array(Array(repeating: item, count: count))
    }

    private func number(_ place: OpenAPIPlace, step: Double) -> Double {
        var low = place["minimum"]?.value.double
        var high = place["maximum"]?.value.double
        // A flag in 3.0, a bound of its own in 3.1.
        if let bound = place["exclusiveMinimum"]?.value {
            low = bound.double.map { $0 + step } ?? (bound.bool == true ? low.map { $0 + step } : low)
        }
        if let bound = place["exclusiveMaximum"]?.value {
            high = bound.double.map { $0 - step } ?? (bound.bool == true ? high.map { $0 - step } : high)
        }
        var value = low ?? min(1, high ?? 1)
        if let multiple = place["multipleOf"]?.value.double, multiple > 0 {
            value = (value / multiple).rounded(.up) * multiple
        }
        return value.isFinite && abs(value) < 1e15 ? value : 1
    }

    private func text(_ place: OpenAPIPlace) -> String {
        switch place["format"]?.string {
        case "date-time"?: return "2026-01-01T00:00:00Z"
        case "date"?: return "2026-01-01"
        case "time"?: return "00:00:00Z"
        case "duration"?: return "PT1H"
        case "email"?, "idn-email"?: return "someone@example.com"
        case "uuid"?: return "7b1c9b2e-5d0f-4c55-9a53-3f8f0c1d2e4a"
        case "uri"?, "url"?, "iri"?: return "https://example.com/"
        case "uri-reference"?: return "/"
        case "hostname"?: return "example.com"
        case "ipv4"?: return "192.0.2.1"
        case "ipv6"?: return "2001:db8::1"
        case "byte"?: return "dGV4dA=="
        default: break
        }
        let least = place["minLength"]?.value.integer ?? 0
        let most = place["maxLength"]?.value.integer ?? Int.max
        if let pattern = place["pattern"]?.string, let text = PatternSample.text(pattern) { return text }
        var text = "text"
        while text.count < min(least, 1_000) { text += "text" }
        return String(text.prefix(max(min(most, max(least, 4)), 0)))
    }
}

extension JSONValue {
    /// The values in it, itself among them; counting ends at the limit.
    func count(upTo limit: Int) -> Int {
        var count = 0
        var waiting = [self]
        while count < limit, let value = waiting.popLast() {
            count += 1
            switch value {
            case .array(let items): waiting += items.prefix(limit)
            case .object(let members): waiting += members.values.prefix(limit)
            case .null, .bool, .integer, .number, .string: break
            }
        }
        return count
    }
}
