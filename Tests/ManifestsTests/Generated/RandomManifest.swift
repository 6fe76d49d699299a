import Foundation
import Model

@testable import Manifests

/// Makes manifests from the field table: fields, values and ways of writing them at random.
///
/// What rules beyond the table demand is met for names only, so a part of what it makes is refused; never by a crash.
struct RandomManifest {
    private var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    mutating func document(_ kind: Kind) -> JSONValue {
        let document = object(FieldTable.document(of: kind), depth: 0)
        return kind == .cloudResource ? fitted(document) : document
    }

    /// Provider, type and what an instance is made of belong together.
    private mutating func fitted(_ document: JSONValue) -> JSONValue {
        guard case .object(var members) = document, case .object(var spec)? = members["spec"] else { return document }
        let provider = pick(ProviderName.allCases)
        spec["provider"] = .string(provider.rawValue)
        spec["type"] = .string(provider.resourceType.rawValue)
        var configuration: [String: JSONValue] = [:]
        if case .object(let given)? = spec["configuration"] { configuration = given }
        switch provider {
        case .local: configuration = configuration.filter { $0.key == "resources" }
        case .aws, .gcp, .azure:
            configuration["resources"] = nil
            configuration["instanceType"] = .string("small")
            configuration["region"] = .string("r-1")
        }
        spec["configuration"] = .object(configuration)
        members["spec"] = .object(spec)
        return .object(members)
    }

    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &generator) < one }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    private mutating func object(_ schema: Schema, depth: Int) -> JSONValue {
        var names = schema.fields.filter { field in
            // A suite of chance has no services that would do instead.
            field.isRequired || field.name == "tests"
                || chance(1, in: depth > 3 ? 20 : schema.fields.count > 15 ? 9 : 3)
        }.map(\.name)
        for rule in schema.rules {
            switch rule {
            case .exactlyOne(let all), .atMostOne(let all):
                // Other bodies need more to be right than chance gives them.
                let group = all.contains("rest") ? ["rest", "command"] : all
                let given = group.filter(names.contains)
                let kept =
                    given.isEmpty ? group.randomElement(using: &generator) : given.randomElement(using: &generator)
                names.removeAll { all.contains($0) }
                if case .exactlyOne = rule, let kept {
                    names.append(kept)
                } else if !given.isEmpty, let kept {
                    names.append(kept)
                }
            case .onlyWith(let name, let other): if !names.contains(other) { names.removeAll { $0 == name } }
            }
        }
        var members: [String: JSONValue] = [:]
        for name in names {
            guard let field = schema.field(name) else { continue }
            members[name] = value(field.type, name: name, depth: depth + 1)
        }
        return .object(members)
    }

    private mutating func value(_ type: FieldType, name: String, depth: Int) -> JSONValue {
        switch type {
        case .string(let rule): return .string(text(rule))
        case .dnsLabel: return .string(name == "namespace" ? "default" : pick(["a", "b-1", "x0", "shop"]))
        case .boolean: return .bool(chance(1, in: 2))
        case .count(let range):
            return .integer(Int64(number(range.lowerBound...min(range.upperBound, range.lowerBound + 50))))
        case .integer: return .integer(Int64(number(-5...5_000)))
        case .number: return chance(1, in: 2) ? .number(Double(number(0...1_000)) / 8) : .integer(Int64(number(0...9)))
        case .duration: return .string("\(number(1...90))\(pick(["ms", "s", "m", "h", "d"]))")
        case .size: return .string("\(number(1...900))\(pick(["Ki", "Mi", "Gi", "MB"]))")
        case .cpu: return .string("\(number(1...9_000))m")
        case .percentage: return .string("\(number(0...100))%")
        case .cron: return .string(pick(["*/5 * * * *", "30 2 * * mon-fri", "@daily", "0 0 1 jan ?"]))
        case .timeOfDay: return .string(pick(["00:00", "02:30", "23:59"]))
        case .timeZone: return .string(pick(["UTC", "Europe/Berlin", "Asia/Kolkata"]))
        case .enumeration(let values): return .string(pick(values.filter(\.isAvailable).map(\.name)))
        case .list where name == "dependsOn": return .array([])
        case .list(let item, let minimum):
            let least = name == "tests" ? 1 : minimum
            let count = number(least...least + (depth > 5 ? 0 : 2))
            return .array((0..<count).map { _ in value(item, name: name, depth: depth + 1) })
        case .map(let keys, let values):
            var members: [String: JSONValue] = [:]
            for _ in 0..<number(0...2) { members[key(keys)] = value(values, name: name, depth: depth + 1) }
            return .object(members)
        case .object(let schema): return object(schema, depth: depth)
        case .anyJSON: return json(depth: depth)
        case .statusExpectation: return pick([.integer(200), .string("2xx"), .array([.integer(201), .string("3xx")])])
        case .durationExpectation: return .string("< \(number(1...900))ms")
        case .assertion: return .string(pick(["duration < 300ms", "duration >= 1ms"]))
        case .objectName, .serviceName: return .string("dev")
        case .objectPath: return .string("Environment/dev")
        case .url(let schemes, _): return .string("\(pick(schemes))://example.test/\(number(1...9))")
        case .secretSource: return .string(pick(["env:PIN", "file:pin.txt"]))
        case .schedule(let schema): return chance(1, in: 2) ? .string("daily") : object(schema, depth: depth)
        case .secretReference: return .string("${{ secrets.region }}")
        case .either(let scalar, let structured):
            return value(chance(1, in: 2) ? scalar : structured, name: name, depth: depth)
        default: return .string("duration")
        }
    }

    private mutating func text(_ rule: TextRule) -> String {
        switch rule.form {
        case .httpMethod: pick(["GET", "POST", "PATCH"])
        case .urlPath: pick(["/", "/orders", "/a/b-c"])
        case .environmentPattern: pick(["SHOP_*", "A"])
        default:
            pick([
                "no", "1.10", "a b", "é€😀", "- x", "# no comment", "x: y", "'", "\"", "\\", "null", "{}", " lead", "*a",
                "%",
            ])
        }
    }

    private mutating func key(_ form: KeyForm) -> String {
        switch form {
        case .dnsLabel: pick(["shop", "bank"])
        case .referenceName: pick(["region", "a_b", "X-1"])
        case .variable: pick(["A", "B_1"])
        case .header: pick(["X-A", "Accept"])
        default: pick(["a", "b c", "team", "no", "1"])
        }
    }

    private mutating func json(depth: Int) -> JSONValue {
        switch number(0...(depth > 6 ? 3 : 5)) {
        case 0: .null
        case 1: .bool(true)
        case 2: .integer(Int64(number(-9...9)))
        case 3: .string(pick(["", "x", "~", "0x10", "é"]))
        case 4: .array((0..<number(0...2)).map { _ in json(depth: depth + 1) })
        default: .object([pick(["a", "b"]): json(depth: depth + 1)])
        }
    }
}

/// Writes values as YAML, each time in another way.
struct RandomWriter {
    private var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    mutating func text(_ value: JSONValue) -> String {
        guard case .object(let members) = value, !members.isEmpty else { return flow(value) + "\n" }
        return block(members, indent: 0)
    }

    private mutating func block(_ members: [String: JSONValue], indent: Int) -> String {
        let pad = String(repeating: " ", count: indent)
        return members.keys.sorted().shuffled(using: &generator).map { key in
            let value = members[key] ?? .null
            let comment = Bool.random(using: &generator) ? "" : "  # note"
            let name = pad + quoted(key)
            if case .object(let inner) = value, !inner.isEmpty, indent < 20, Bool.random(using: &generator) {
                return "\(name):\(comment)\n" + block(inner, indent: indent + 2)
            }
            if case .array(let items) = value, !items.isEmpty, Bool.random(using: &generator) {
                return "\(name):\(comment)\n" + items.map { "\(pad)  - \(flow($0))\n" }.joined()
            }
            return "\(name): \(flow(value))\(comment)\n"
        }.joined()
    }

    private mutating func flow(_ value: JSONValue) -> String {
        switch value {
        case .null: return Bool.random(using: &generator) ? "null" : "~"
        case .bool(let flag): return "\(flag)"
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .string(let text): return quoted(text)
        case .array(let items): return "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
        case .object(let members):
            let parts = members.keys.sorted().shuffled(using: &generator).map { key in
                "\(quoted(key)): \(flow(members[key] ?? .null))"
            }
            return "{" + parts.joined(separator: ", ") + "}"
        }
    }

    private mutating func quoted(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "/") }
            && !["null", "true", "false", "Null", "True", "False", "NULL", "TRUE", "FALSE"].contains(text)
        if isPlain, Bool.random(using: &generator) { return text }
        if Bool.random(using: &generator), !text.isEmpty {
            return "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
        }
        let encoded = (try? JSONEncoder().encode(text)) ?? Data()
        return String(decoding: encoded, as: UTF8.self)
    }
}
