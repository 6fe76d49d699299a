import Foundation
import Model
import TestLanguage

/// Reads the few things that most test scripts of Postman say: a status, a body's members, a header, a time, and variables that are
/// set from the answer. What it does not know is told, statement by statement.
struct PostmanScript {
    /// One of each must have come.
    private(set) var statuses: [[String]] = []
    private(set) var assertions: [String] = []
    private(set) var captures: [(variable: String, query: String)] = []
    /// Statements that were not understood.
    private(set) var leftOut: [String] = []
    /// Names of the parsed body, and of what was read from it, with the JSONPath that each stands for.
    private var paths: [String: String] = [:]

    /// Bytes of a statement that patterns are tried on; more is no statement that they know.
    private static let statementLimit = 2_000

    init(_ lines: [String]) {
        for statement in Self.statements(lines.joined(separator: "\n")) { read(statement) }
    }

    /// Statements of one line each, the insides of functions among them; comments are dropped.
    private static func statements(_ source: String) -> [String] {
        var lines: [String] = []
        for line in withoutBlockComments(source).split(whereSeparator: \.isNewline) {
            let text = withoutComment(line.trimmed)
            guard !text.isEmpty else { continue }
            // A chain that goes over several lines is one statement.
            if text.hasPrefix("."), let last = lines.indices.last {
                lines[last] += text
            } else {
                lines.append(text)
            }
        }
        return lines.flatMap { $0.split(separator: ";") }.map { $0.trimmed }.filter { statement in
            statement.contains { $0.isLetter || $0.isNumber }
        }
    }

    private static func withoutBlockComments(_ source: String) -> String {
        let scalars = Array(source.unicodeScalars)
        func isPair(_ first: Unicode.Scalar, _ second: Unicode.Scalar, at index: Int) -> Bool {
            index + 1 < scalars.count && scalars[index] == first && scalars[index + 1] == second
        }
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            guard isPair("/", "*", at: index) else {
                result.append(scalars[index])
                index += 1
                continue
            }
            var end = index + 2
            while end < scalars.count, !isPair("*", "/", at: end) { end += 1 }
            // What is not closed is no comment, and neither is anything behind it.
            guard end < scalars.count else {
                result.append(contentsOf: scalars[index...])
                break
            }
            index = end + 2
        }
        return String(result)
    }

    /// Without the comment at its end, as far as it can be told from a text with two slashes.
    private static func withoutComment(_ line: String) -> String {
        if line.hasPrefix("//") { return "" }
        guard line.utf8.count <= statementLimit else { return line }
        return line.replacing(#/([;{}\s])\/\/[^"']*$/#) { "\($0.output.1)" }.trimmed
    }

    private mutating func read(_ statement: String) {
        guard statement.utf8.count <= Self.statementLimit else { return leftOut.append(statement) }
        if isFrame(statement) { return }
        if let inner = Self.inside(statement) { return read(inner) }
        if readBody(statement) || readStatus(statement) || readMember(statement) || readHeader(statement)
            || readVariable(statement) || readOther(statement)
        {
            return
        }
        leftOut.append(statement)
    }

    /// `pm.test("name", function () {` and what closes it, which say nothing themselves.
    private func isFrame(_ statement: String) -> Bool {
        statement.wholeMatch(of: #/(pm\.)?test\(.*(function\s*\([^)]*\)|\([^)]*\)\s*=>|\w+\s*=>)\s*\{/#) != nil
            || statement.wholeMatch(of: #/[\s(){}\],]+/#) != nil
            || statement.wholeMatch(of: #/console\.\w+\(.*\)/#) != nil
            || statement.wholeMatch(of: #/["']use strict["']/#) != nil
    }

    /// What a test in one line holds: `pm.test("x", () => pm.response.to.have.status(200))`, `tests["x"] = …`.
    private static func inside(_ statement: String) -> String? {
        if let found = statement.wholeMatch(of: #/tests\[.*?\]\s*=\s*(.+)/#) { return String(found.output.1) }
        guard let found = statement.wholeMatch(of: #/pm\.test\(.*?(?:=>\s*\{?|\)\s*\{)\s*(pm\..+)/#) else { return nil }
        var text = String(found.output.1).trimmed
        // The brackets that close the test.
        while text.hasSuffix(")") || text.hasSuffix("}"),
            text.filter({ $0 == ")" }).count > text.filter({ $0 == "(" }).count || text.hasSuffix("}")
        {
            text = String(text.dropLast()).trimmed
        }
        return text
    }

    // MARK: What is understood

    private mutating func readBody(_ statement: String) -> Bool {
        guard
            let found = statement.wholeMatch(
                of:
                    #/(?:(?:var|let|const)\s+)?(\w+)\s*=\s*(?:pm\.response\.json\(\)|JSON\.parse\((?:responseBody|pm\.response\.text\(\))\))(.*)/#
            )
        else { return false }
        guard let path = Self.path("\(found.output.2)") else { return false }
        paths[String(found.output.1)] = "$" + path
        return true
    }

    private mutating func readStatus(_ statement: String) -> Bool {
        let patterns = [
            #/pm\.response\.to\.have\.status\((\d{3})\)/#,
            #/pm\.expect\(pm\.response\.code\)\.to\.(?:be\.)?(?:equal|eql|eq|equals)\((\d{3})\)/#,
            #/responseCode\.code\s*===?\s*(\d{3})/#, #/pm\.response\.code\s*===?\s*(\d{3})/#,
        ]
        for pattern in patterns {
            guard let found = statement.wholeMatch(of: pattern) else { continue }
            statuses.append([String(found.output.1)])
            return true
        }
        if let found = statement.wholeMatch(of: #/pm\.expect\(pm\.response\.code\)\.to\.be\.oneOf\(\[([\d,\s]+)\]\)/#) {
            statuses.append(found.output.1.split(separator: ",").map { $0.trimmed })
            return true
        }
        let words = [
            "pm.response.to.be.ok": "200", "pm.response.to.be.success": "2xx", "pm.response.to.be.accepted": "202",
            "pm.response.to.be.notFound": "404", "pm.response.to.be.unauthorized": "401",
            "pm.response.to.be.forbidden": "403", "pm.response.to.be.badRequest": "400",
            "pm.response.to.be.clientError": "4xx", "pm.response.to.be.serverError": "5xx",
        ]
        guard let status = words[statement] else { return false }
        statuses.append([status])
        return true
    }

    private mutating func readMember(_ statement: String) -> Bool {
        guard
            let found = statement.wholeMatch(
                of: #/pm\.expect\(\s*(.+?)\s*\)\.(?:to|is)\.((?:not\.)?(?:be\.|have\.)?(?:an?\.)?)(\w+)(?:\((.*)\))?/#),
            let path = subject(String(found.output.1))
        else { return readHave(statement) }
        let isNegated = found.output.2.contains("not.")
        let argument = found.output.4.map { String($0).trimmed }
        guard let claim = Self.claim(String(found.output.3), argument, isLength: found.output.2.contains("have."))
        else { return false }
        // Both deny something already.
        guard !isNegated || !claim.hasPrefix("not ") else { return false }
        add("json \(path)\(isNegated ? " not" : "") \(claim)")
        return true
    }

    /// `pm.response.to.have.jsonBody("a.b", 1)`.
    private mutating func readHave(_ statement: String) -> Bool {
        if statement.wholeMatch(of: #/pm\.response\.to\.(?:have\.jsonBody\(\)|be\.json|be\.withBody)/#) != nil {
            assertions.append(statement.contains("withBody") ? "body not isEmpty" : "json $ exists")
            return true
        }
        guard
            let found = statement.wholeMatch(
                of: #/pm\.response\.to\.have\.jsonBody\(\s*["']([^"']+)["']\s*(?:,\s*(.+))?\)/#),
            let path = Self.path("." + found.output.1)
        else { return false }
        guard let value = found.output.2 else {
            add("json $\(path) exists")
            return true
        }
        guard let literal = Self.literal(String(value)) else { return false }
        add("json $\(path) == \(literal)")
        return true
    }

    private mutating func readHeader(_ statement: String) -> Bool {
        if let found = statement.wholeMatch(
            of: #/pm\.response\.to\.have\.header\(\s*["']([^"']+)["']\s*(?:,\s*["']([^"']*)["']\s*)?\)/#)
        {
            let name = QuotedText.quoting(String(found.output.1))
            add(found.output.2.map { "header \(name) == \(QuotedText.quoting(String($0)))" } ?? "header \(name) exists")
            return true
        }
        guard
            let found = statement.wholeMatch(
                of: #/pm\.expect\(pm\.response\.headers\.get\(["']([^"']+)["']\)\)\.to\.(?:be\.)?(\w+)\((.*)\)/#),
            let claim = Self.claim(String(found.output.2), String(found.output.3).trimmed, isLength: false)
        else { return false }
        add("header \(QuotedText.quoting(String(found.output.1))) \(claim)")
        return true
    }

    /// A variable that is set from the body.
    private mutating func readVariable(_ statement: String) -> Bool {
        let setter =
            #/(?:pm\.(?:environment|globals|collectionVariables|variables)\.set|postman\.set(?:Environment|Global)Variable)\(\s*["']([^"']+)["']\s*,\s*(.+?)\s*\)/#
        guard let found = statement.wholeMatch(of: setter) else {
            // A name for a part of the body.
            guard let named = statement.wholeMatch(of: #/(?:var|let|const)\s+(\w+)\s*=\s*([\w.\[\]"']+)/#),
                let path = subject(String(named.output.2))
            else { return false }
            paths[String(named.output.1)] = path
            return true
        }
        guard let path = subject(String(found.output.2)) else { return false }
        let query = Template.escaping("json \(path)")
        guard (try? ExtractionParser.parse(query)) != nil else { return false }
        captures.append((String(found.output.1), query))
        return true
    }

    private mutating func readOther(_ statement: String) -> Bool {
        if let found = statement.wholeMatch(
            of: #/(?:pm\.expect\(pm\.response\.responseTime\)\.to\.be\.below\((\d+)\)|responseTime\s*<\s*(\d+))/#),
            let time = found.output.1 ?? found.output.2
        {
            add("duration < \(time)ms")
            return true
        }
        guard
            let found = statement.wholeMatch(
                of:
                    #/(?:pm\.expect\(pm\.response\.text\(\)\)\.to\.(?:include|contain)\((.+)\)|responseBody\.(?:has|includes)\((.+)\))/#
            ),
            let argument = found.output.1 ?? found.output.2, let literal = Self.literal(String(argument)),
            literal.hasPrefix("\"")
        else { return false }
        add("body contains \(literal)")
        return true
    }

    // MARK: Words

    /// The JSONPath that an expression stands for: a member of the parsed body.
    private func subject(_ expression: String) -> String? {
        if let found = expression.wholeMatch(of: #/pm\.response\.json\(\)(.*)/#) {
            return Self.path(String(found.output.1)).map { "$" + $0 }
        }
        guard let found = expression.wholeMatch(of: #/(\w+)(.*)/#), let base = paths[String(found.output.1)] else {
            return nil
        }
        return Self.path(String(found.output.2)).map { base + $0 }
    }

    /// `.a[0]["b"]` as the steps of a JSONPath; nil for anything else.
    private static func path(_ text: String) -> String? {
        guard text.isEmpty || text.wholeMatch(of: #/(\.\w+|\[\d+\]|\[["'][^"']+["']\])+/#) != nil else { return nil }
        let steps = text.replacing(#/\.(\w+)/#) { step in
            // What a name may not begin with in a JSONPath goes between quotes.
            step.output.1.first.map { $0.isNumber } ?? false ? "[\(step.output.1)]" : ".\(step.output.1)"
        }
        return steps.contains(".length") || steps.contains("()") ? nil : steps
    }

    private static func claim(_ word: String, _ argument: String?, isLength: Bool) -> String? {
        let value = argument.flatMap(literal)
        switch (word, value) {
        case ("equal", let value?), ("eql", let value?), ("equals", let value?), ("eq", let value?):
            return "== \(value)"
        case ("above", let value?), ("greaterThan", let value?), ("gt", let value?): return "> \(value)"
        case ("below", let value?), ("lessThan", let value?), ("lt", let value?): return "< \(value)"
        case ("least", let value?), ("gte", let value?): return ">= \(value)"
        case ("most", let value?), ("lte", let value?): return "<= \(value)"
        case ("include", let value?) where value.hasPrefix("\""), ("contain", let value?) where value.hasPrefix("\""):
            return "contains \(value)"
        case ("lengthOf", let value?), ("length", let value?): return "length == \(value)"
        case ("property", let value?) where isLength: return "keys includes \(value)"
        // Neither null nor undefined.
        case ("exist", nil): return "not isNull"
        case ("true", nil): return "== true"
        case ("false", nil): return "== false"
        case ("null", nil): return "isNull"
        case ("empty", nil): return "isEmpty"
        case ("a", let value?), ("an", let value?):
            let types = [
                "\"string\"": "isString", "\"number\"": "isNumber", "\"boolean\"": "isBoolean", "\"array\"": "isList",
                "\"object\"": "isObject", "\"null\"": "isNull",
            ]
            return types[value]
        default: return nil
        }
    }

    /// A number, a word of JSON, or a text between quotes of either sort.
    private static func literal(_ text: String) -> String? {
        if text.wholeMatch(of: #/-?\d+(\.\d+)?|true|false|null/#) != nil { return text }
        guard let found = text.wholeMatch(of: #/"([^"\\]*)"|'([^'\\]*)'/#),
            let inner = found.output.1 ?? found.output.2,
            !inner.contains("{{")
        else { return nil }
        return QuotedText.quoting(String(inner))
    }

    /// Adds a line, if the grammar knows it. What looks like a reference in a script is text.
    private mutating func add(_ written: String) {
        let line = Template.escaping(written)
        if (try? AssertionParser.parse(line)) != nil { assertions.append(line) } else { leftOut.append(line) }
    }
}
