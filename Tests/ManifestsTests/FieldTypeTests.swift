import Foundation
import Model
import TestLanguage
import Testing

@testable import Manifests

/// Each type of field, with what it takes and what it refuses.
struct FieldTypeTests {
    /// Walks `value` as the field `f` of a mapping; the written form, or the first error.
    private func walk(_ value: String, _ type: FieldType) throws -> Result<Validator.Walked, Failure> {
        let data = Data("f: \(value)\n".utf8)
        let file = YAMLParser.parse(data)
        #expect(file.errors.isEmpty, "\(file.errors)")
        let root = try #require(file.documents.first)
        var validator = Validator(file: "f.yaml", rootName: "Test") { SourceText(data) }
        let schema = Schema("", fields: [Field("f", type, .required, "")])
        let walked = validator.walk(root, schema: schema)
        if let first = validator.diagnostics.first { return .failure(Failure(message: first.message)) }
        let written = try #require(walked.written["f"])
        return .success(Validator.Walked(written, decoded: walked.model["f"]))
    }

    private struct Failure: Error { let message: String }

    private func takes(_ type: FieldType, _ value: String, _ expected: JSONValue) throws {
        switch try walk(value, type) {
        case .success(let walked): #expect(walked.written == expected, "\(value)")
        case .failure(let failure): Issue.record("\(value): \(failure.message)")
        }
    }

    private func refuses(_ type: FieldType, _ value: String, _ message: String) throws {
        switch try walk(value, type) {
        case .success(let walked): Issue.record("\(value) is taken as \(walked.written)")
        case .failure(let failure): #expect(failure.message.contains(message), "\(value): \(failure.message)")
        }
    }

    @Test func string() throws {
        try takes(.text, "no", .string("no"))
        try takes(.text, "\"5\"", .string("5"))
        try takes(.text, "!!str 5", .string("5"))
        try takes(.string(TextRule(takesScalars: true)), "1.10", .string("1.10"))
        try takes(.string(TextRule(takesScalars: true)), "0o17", .string("0o17"))
        try takes(.string(TextRule(takesScalars: true)), "true", .string("true"))
        try takes(.string(TextRule(references: .literal)), "${{ anything", .string("${{ anything"))
        try takes(.template, "${{ vars.x }}", .string("${{ vars.x }}"))
        try refuses(.text, "5", "`f` must be text, but it is the number `5`: write \"5\"")
        try refuses(.text, "1.5", "it is the number `1.5`")
        try refuses(.text, "true", "it is the boolean `true`")
        try refuses(.text, "~", "`f` must be text, but it is empty")
        try refuses(.text, "[a]", "`f` must be text, but it is a list")
        try refuses(.text, "{a: b}", "but it is a mapping")
        try refuses(.text, "${{ vars.x }}", "`f` can't hold references")
        try refuses(.template, "${{ vars.x", "has no `}}`")
        try refuses(.text, "!x y", "the tag `!x` means nothing here")
    }

    @Test func textForms() throws {
        try takes(.string(TextRule(.title)), "a b", .string("a b"))
        try refuses(.string(TextRule(.title)), "\"a\\nb\"", "must be one line of 1 to 200 characters")
        try refuses(.string(TextRule(.title)), String(repeating: "x", count: 201), "must be one line")
        try refuses(.string(TextRule(.nonEmpty)), "\"\"", "must be text that is not empty")
        try takes(.string(TextRule(.nonEmpty)), "x", .string("x"))
        try takes(.string(TextRule(.httpMethod)), "M-SEARCH", .string("M-SEARCH"))
        try refuses(.string(TextRule(.httpMethod)), "G T", "must be an HTTP method")
        try takes(.string(TextRule(.urlPath)), "/a?b=c", .string("/a?b=c"))
        try refuses(.string(TextRule(.urlPath)), "\"/a b\"", "must be a path")
        try takes(.string(TextRule(.environmentPattern)), "SHOP_*", .string("SHOP_*"))
        try takes(.string(TextRule(.environmentPattern)), "SHOP", .string("SHOP"))
        try refuses(.string(TextRule(.environmentPattern)), "\"*\"", "must be the name of an environment variable")
        try refuses(.string(TextRule(.environmentPattern)), "A*B", "must be the name of an environment variable")
        for form in TextForm.allCases { #expect(!form.requirement.isEmpty) }
    }

    @Test func dnsLabel() throws {
        try takes(.dnsLabel, "a-1", .string("a-1"))
        try takes(.dnsLabel, String(repeating: "x", count: 63), .string(String(repeating: "x", count: 63)))
        for bad in ["A", "a_b", "-a", "a-", "a.b", "\"\"", "é", String(repeating: "x", count: 64)] {
            try refuses(.dnsLabel, bad, "must be 1 to 63 lower-case letters")
        }
        try refuses(.dnsLabel, "123", "but it is the number `123`")
    }

    @Test func boolean() throws {
        try takes(.boolean, "true", .bool(true))
        try takes(.boolean, "False", .bool(false))
        for bad in ["yes", "no", "on", "1", "\"true\""] { try refuses(.boolean, bad, "must be `true` or `false`") }
    }

    @Test func wholeNumbers() throws {
        try takes(.count(0...20), "20", .integer(20))
        try takes(.count(0...20), "012", .integer(12))
        for bad in ["21", "-1", "1.0", "\"5\"", "1e1", "99999999999999999999", "five"] {
            try refuses(.count(0...20), bad, "must be a whole number from 0 to 20")
        }
        try takes(.integer, "-9223372036854775808", .integer(.min))
        try takes(.integer, "0x10", .integer(16))
        for bad in ["9223372036854775808", "1.5", "x"] { try refuses(.integer, bad, "must be a whole number") }
    }

    @Test func number() throws {
        try takes(.number, "5", .integer(5))
        try takes(.number, "-0.5e2", .integer(-50))
        for bad in [".nan", ".inf", "1e400", "\"1\"", "x", "100000000000000000000"] {
            try refuses(.number, bad, "must be a finite number")
        }
    }

    @Test func duration() throws {
        try takes(.duration(positive: true), "500ms", .string("500ms"))
        try takes(.duration(positive: false), "0s", .string("0s"))
        try refuses(.duration(positive: true), "0s", "must be a duration above zero")
        try refuses(.duration(positive: true), "10", "`f: 10` needs a unit, for example `10s`")
        try refuses(.duration(positive: true), "-10", "`f: -10` needs a unit, for example `10s`")
        try refuses(.duration(positive: true), "1.5", "`f: 1.5` needs a unit, for example `10s`")
        for bad in ["1h1", "-5m", "10 s", "1e3s", "soon", "99999d", "true"] {
            try refuses(.duration(positive: true), bad, "must be a duration above zero, for example `10s`")
        }
    }

    @Test func sizeCpuAndPercentage() throws {
        try takes(.size, "512Mi", .string("512Mi"))
        try refuses(.size, "512", "`f: 512` needs a unit, for example `512Mi`")
        for bad in ["1.5Gi", "-1Gi", "5X", "Mi"] { try refuses(.size, bad, "must be a size") }
        try takes(.cpu, "500m", .string("500m"))
        try takes(.cpu, "2", .string("2"))
        try takes(.cpu, "\"2\"", .string("2"))
        try refuses(.cpu, "0.5", "`f: 0.5` needs a unit, for example `500m`")
        try refuses(.cpu, "-1", "`f: -1` needs a unit")
        try refuses(.cpu, "5x", "must be processors")
        try takes(.percentage, "80%", .string("80%"))
        try refuses(.percentage, "80", "`f: 80` needs a unit, for example `80%`")
        for bad in ["101%", "-1%", "-0%", "\"%\"", "x%"] { try refuses(.percentage, bad, "must be a percentage") }
    }

    @Test func enumeration() throws {
        let type = FieldType.enumeration([
            EnumerationValue("lru"), EnumerationValue("fifo"), EnumerationValue("later", isAvailable: false),
        ])
        try takes(type, "lru", .string("lru"))
        try refuses(type, "LRU", "`f` can't be `LRU`: did you mean `lru`?")
        try refuses(type, "something", "it must be one of `lru`, `fifo`")
        try refuses(type, "later", "f `later` is not available in this version; available: lru, fifo")
        try refuses(type, "5", "must be one of `lru`, `fifo`, but it is the number `5`")
    }

    @Test func collections() throws {
        try takes(.list(.count(0...9), minimum: 1), "[1, 2]", .array([.integer(1), .integer(2)]))
        try takes(.list(.count(0...9), minimum: 0), "[]", .array([]))
        try refuses(.list(.count(0...9), minimum: 1), "[]", "`f` must not be empty")
        try refuses(.list(.count(0...9), minimum: 1), "5", "`f` must be a list, but it is the number `5`")
        try refuses(.list(.count(0...9), minimum: 1), "[1, x]", "`f[1]` must be a whole number")
        try refuses(.list(.boolean, minimum: 1), "!x [true]", "the tag `!x` means nothing here")
        try takes(.map(keys: .any, values: .boolean), "{ 1: true }", .object(["1": .bool(true)]))
        try refuses(.map(keys: .any, values: .boolean), "[a]", "`f` must be a mapping")
        try refuses(.map(keys: .any, values: .boolean), "!x { a: true }", "the tag `!x` means nothing here")
        try refuses(.map(keys: .any, values: .boolean), "{ a: true, \"a\": false }", "`a` stands twice in f")
        try refuses(.map(keys: .dnsLabel, values: .boolean), "{ A: true }", "the name `A` in f must be 1 to 63")
        try refuses(.map(keys: .variable, values: .boolean), "{ 1A: true }", "must be letters, digits and `_`")
        try refuses(.map(keys: .header, values: .boolean), "{ \"a b\": true }", "must be the name of an HTTP header")
        try refuses(.map(keys: .any, values: .boolean), "{ \"\": true }", "must be text that is not empty")
        let schema = Schema("", fields: [Field("a", .boolean, .defaulted(.bool(true)), "")])
        try takes(.object(schema), "{}", .object(["a": .bool(true)]))
        try refuses(.object(schema), "!x {}", "the tag `!x` means nothing here")
        try takes(.object(schema), "!!map {}", .object(["a": .bool(true)]))
    }

    @Test func anyJSON() throws {
        let type = FieldType.anyJSON(references: .resolved)
        try takes(
            type, "{ a: [1, 1.5, ~, true, no, 2024-01-01, !!str 5], 5: x }",
            .object([
                "a": .array([
                    .integer(1), .number(1.5), .null, .bool(true), .string("no"), .string("2024-01-01"), .string("5"),
                ]),
                "5": .string("x"),
            ]))
        try takes(type, "${{ vars.x }}", .string("${{ vars.x }}"))
        try takes(.anyJSON(references: .literal), "${{ x", .string("${{ x"))
        for bad in [".nan", ".inf", "1e400", "9007199254740993000000"] {
            try refuses(type, bad, "has no exact form in JSON")
        }
        try refuses(type, "{ a: 1, a: 2 }", "`a` stands twice in f")
        try refuses(type, "{ <<: { a: 1 } }", "merge keys are no part of YAML 1.2")
        try refuses(type, "{ [a]: 1 }", "a key must be text, but it is a list")
        try refuses(type, "[\"${{ x }\"]", "has no `}}`")
        try refuses(type, "!x 5", "the tag `!x`")
    }

    @Test func expectations() throws {
        try takes(.statusExpectation, "201", .integer(201))
        try takes(.statusExpectation, "2xx", .string("2xx"))
        try takes(.statusExpectation, "[200, 3xx]", .array([.integer(200), .string("3xx")]))
        for bad in ["99", "600", "6xx", "ok", "[]", "{}", "20x", "true"] {
            try refuses(.statusExpectation, bad, bad == "[]" ? "must not be empty" : "must be a status from 100 to 599")
        }
        try takes(.durationExpectation, "< 300ms", .string("< 300ms"))
        try takes(.durationExpectation, "<= 2s", .string("<= 2s"))
        try refuses(.durationExpectation, "300ms", "must be a bound on a duration, for example `< 300ms`")
        try refuses(.durationExpectation, "\"> 5s\"", "must be a bound on a duration")
    }

    @Test func assertionsAndQueries() throws {
        try takes(.assertion, "status == 200", .string("status == 200"))
        try refuses(.assertion, "5", "must be an assertion, for example `status == 200`")
        try refuses(.assertion, "!x status == 200", "the tag `!x`")
        guard case .success(let walked) = try walk("status == 200", .assertion) else { return }
        #expect(try TreeDecoder.decode(Assertion.self, from: walked.model) == AssertionParser.parse("status == 200"))
        try takes(.query, "json $.a", .string("json $.a"))
        try refuses(.query, "[a]", "must be a query, for example `json $.id`")
        let schema = Schema(
            "", fields: [Field("from", .query, .required, ""), Field("redact", .boolean, .defaulted(.bool(false)), "")])
        for (text, redact) in [
            ("header X", false), ("{ from: header X }", false), ("{ from: header X, redact: true }", true),
        ] {
            guard case .success(let walked) = try walk(text, .capture(schema)) else {
                Issue.record("\(text)")
                continue
            }
            let capture = try TreeDecoder.decode(Capture.self, from: walked.model)
            #expect(capture == Capture(from: .header("X"), redact: redact))
        }
        try refuses(.capture(schema), "5", "must be a query")
        try refuses(.capture(schema), "[a]", "must be a query")
    }

    @Test func names() throws {
        try takes(.objectName(.environment), "dev", .string("dev"))
        try refuses(.objectName(.environment), "Dev", "must be 1 to 63 lower-case letters")
        try takes(.serviceName, "shop", .string("shop"))
        try refuses(.serviceName, "a/b", "must be 1 to 63 lower-case letters")
        try takes(.objectPath, "Environment/dev", .string("Environment/dev"))
        for bad in ["dev", "Pod/x", "Environment/a/b", "Environment/", "Environment/A", "environment/dev"] {
            try refuses(.objectPath, bad, "must be an object of the same namespace")
        }
        let url = FieldType.url(schemes: ["http", "https"], references: .resolved)
        try takes(url, "https://h:8080/x?y#z", .string("https://h:8080/x?y#z"))
        try takes(url, "${{ services.x.url }}/y", .string("${{ services.x.url }}/y"))
        for bad in ["h", "/x", "http://", "ftp://h", "\"http://a b\"", "http:h", "file:///etc/passwd"] {
            try refuses(url, bad, "must be an address with a host that begins with `http://`, `https://`")
        }
        try refuses(url, "${{ services.x.url", "has no `}}`")
        try takes(.secretSource, "env:A_B", .string("env:A_B"))
        try takes(.secretSource, "file:a.txt", .string("file:a.txt"))
        try takes(.secretSource, "{ store: db }", .object(["store": .string("db")]))
        for bad in ["vault:x", "hunter2", "1234", "~", "true", "[a]", "!!int 5"] {
            try refuses(.secretSource, bad, "must be `env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`")
        }
    }

    @Test func schedules() throws {
        try takes(.cron, "'30 2 * * mon-fri'", .string("30 2 * * mon-fri"))
        try takes(.cron, "'@daily'", .string("@daily"))
        try refuses(.cron, "'61 * * * *'", "`f` is no cron expression: minute `61` is out of range")
        try refuses(.cron, "5", "must be a cron expression, for example `30 2 * * mon-fri`, but it is the number `5`")
        try takes(.timeOfDay, "02:30", .string("02:30"))
        try refuses(.timeOfDay, "2:30", "must be a time of day from 00:00 to 23:59, for example `02:30`")
        try refuses(.timeOfDay, "230", "but it is the number `230`")
        try takes(.timeZone, "Europe/Berlin", .string("Europe/Berlin"))
        try refuses(.timeZone, "Europe/Berlim", "there is no time zone `Europe/Berlim`: did you mean `Europe/Berlin`?")
        try refuses(.timeZone, "[UTC]", "must be the name of a time zone")
    }

    @Test func eitherForm() throws {
        let type = FieldType.either(scalar: .count(0...5), structured: .list(.text, minimum: 1))
        try takes(type, "3", .integer(3))
        try takes(type, "[a]", .array([.string("a")]))
        try refuses(type, "6", "`f` must be a whole number from 0 to 5")
        try refuses(type, "[1]", "`f[0]` must be text")
        try refuses(type, "{a: 1}", "`f` must be a whole number from 0 to 5, or a list, but it is a mapping")
    }

    @Test func secretReference() throws {
        try takes(.secretReference, "\"${{ secrets.token }}\"", .string("${{ secrets.token }}"))
        for bad in ["token", "\"${{ vars.token }}\"", "\"x${{ secrets.token }}\"", "\"${{ secrets }}\"", "5"] {
            try refuses(.secretReference, bad, "must be a reference to a secret")
        }
    }

    @Test func everyTypeHasANoun() {
        let schema = Schema("", fields: [])
        let types: [FieldType] = [
            .text, .dnsLabel, .boolean, .count(0...1), .integer, .number, .duration(positive: true), .size, .cpu,
            .cron, .timeOfDay, .timeZone, .schedule(schema), .percentage, .enumeration([EnumerationValue("a")]),
            .list(.integer, minimum: 0),
            .map(keys: .any, values: .integer), .object(schema), .anyJSON(references: .literal), .statusExpectation,
            .durationExpectation, .assertion, .query, .capture(schema), .objectName(.environment), .objectPath,
            .serviceName, .url(schemes: ["http"], references: .refused), .secretSource, .secretReference,
            .either(scalar: .integer, structured: .object(schema)),
            .condition, .shared(.step), .either(scalar: .integer, structured: .list(.integer, minimum: 0)),
        ]
        for type in types {
            #expect(!type.noun.isEmpty)
            #expect(type.exampleUnit == nil || !type.example.isEmpty)
        }
    }

    @Test func theTableIsSound() throws {
        var seen: Set<SharedSchema> = []
        func check(_ schema: Schema, _ path: String) {
            #expect(!schema.documentation.isEmpty, "\(path)")
            #expect(Set(schema.fields.map(\.name)).count == schema.fields.count, "\(path)")
            for field in schema.fields {
                #expect(!field.documentation.isEmpty && !field.documentation.contains("\n"), "\(path).\(field.name)")
                visit(field.type, "\(path).\(field.name)")
            }
        }
        func visit(_ type: FieldType, _ path: String) {
            switch type {
            case .object(let schema), .capture(let schema), .schedule(let schema): check(schema, path)
            case .list(let item, _): visit(item, path)
            case .map(_, let values): visit(values, path)
            case .either(let scalar, let structured):
                visit(scalar, path)
                visit(structured, path)
            case .shared(let shared): if seen.insert(shared).inserted { check(shared.schema, path) }
            default: break
            }
        }
        for kind in Kind.allCases { check(FieldTable.document(of: kind), kind.rawValue) }
        check(ConfigurationFields.configuration, "configuration")
        check(RepositoryFields.configuration, "rondo.yaml")
        check(MetadataFields.annotations, "annotations")
    }
}
