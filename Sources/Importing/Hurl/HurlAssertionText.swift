import Foundation
import Model
import TestLanguage

/// Writes captures and assertions of Hurl in the grammar of suites, and has each read back before it counts.
enum HurlAssertionText {
    static func assertion(
        _ assertion: HurlAssertion, _ variables: inout ImportedVariables, file: (String) -> String?
    ) throws(LanguageError) -> String {
        var terms = assertion.terms
        var predicate = assertion.predicate
        // Of older versions.
        if predicate.word == "countEquals" {
            terms.append(HurlTerm(word: "count", arguments: []))
            predicate = HurlTerm(word: "==", arguments: predicate.arguments)
        }
        let subject = try subject(terms, &variables)
        let word = words[predicate.word] ?? predicate.word
        var parts = [subject] + (assertion.isNegated ? ["not"] : []) + [word]
        if let argument = predicate.arguments.first {
            guard predicate.arguments.count == 1 else { throw refused("the predicate has several values") }
            parts.append(try value(argument, isDuration: isDuration(terms), of: word, &variables, file))
        }
        let line = parts.joined(separator: " ")
        _ = try AssertionParser.parse(line)
        return line
    }

    static func capture(
        _ capture: HurlCapture, _ variables: inout ImportedVariables
    ) throws(LanguageError) -> String {
        let line = try subject(capture.terms, &variables)
        _ = try ExtractionParser.parse(line)
        return line
    }

    /// That the body is exactly these bytes.
    static func bytes(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "bytes isEmpty" : "bytes == hex,\(Hexadecimal.text(bytes));"
    }

    /// Words that are spelled otherwise here.
    private static let words = [
        "jsonpath": "json", "xpath": "xml", "certificate": "cert", "rawbytes": "bytes", "decode": "charsetDecode",
        "format": "dateFormat", "equals": "==", "notEquals": "!=", "greaterThan": ">", "greaterThanOrEquals": ">=",
        "lessThan": "<", "lessThanOrEquals": "<=",
    ]

    private static func subject(
        _ terms: [HurlTerm], _ variables: inout ImportedVariables
    ) throws(LanguageError) -> String {
        var parts: [String] = []
        for term in terms {
            // The address that a redirect leads to.
            if term.word == "location", !parts.isEmpty {
                parts.append("json $.location")
                continue
            }
            parts.append(words[term.word] ?? term.word)
            for argument in term.arguments {
                if term.word == "variable", case .text(let name) = argument {
                    guard let capture = variables.captured[name.plain] else {
                        throw refused("`\(name.plain)` is no capture of the file")
                    }
                    parts.append(capture)
                } else {
                    parts.append(try self.argument(argument, of: term.word, &variables))
                }
            }
        }
        return parts.joined(separator: " ")
    }

    private static func argument(
        _ argument: HurlValue, of word: String, _ variables: inout ImportedVariables
    ) throws(LanguageError) -> String {
        switch argument {
        case .text(let text):
            guard !text.hasExpressions else { throw refused("a template can't stand in the argument of `\(word)`") }
            return QuotedText.quoting(Template.escaping(text.plain))
        case .literal(let text): return text
        case .regex(let pattern): return PatternLiteral.quoting(Template.escaping(pattern))
        case .bytes, .file, .expression: throw refused("`\(word)` takes no such argument here")
        }
    }

    private static func value(
        _ value: HurlValue, isDuration: Bool, of predicate: String, _ variables: inout ImportedVariables,
        _ file: (String) -> String?
    ) throws(LanguageError) -> String {
        switch value {
        case .text(let text): return QuotedText.quoting(BracedTemplate.typedText(text, &variables))
        case .literal(let text):
            guard isDuration, let milliseconds = Double(text) else { return text }
            return "\(Int(milliseconds.rounded(.up)))ms"
        case .bytes(let text): return Template.escaping(text)
        case .regex(let pattern): return PatternLiteral.quoting(Template.escaping(pattern))
        case .expression(let name):
            switch variables.meaning(of: name) {
            case .literal(let text): return QuotedText.quoting(text)
            case .template(let text) where (try? Template(text))?.wholeReference != nil: return text
            case .template(let text):
                if case .string = ImportedVariables.value(text) { return QuotedText.quoting(text) }
                return text
            case .capture(let reference), .parameter(let reference, isText: _): return reference
            }
        case .file(let path):
            guard let known = file(path.plain) else { throw refused("`\(path.plain)` is no file here") }
            return "file,\(Template.escaping(known));"
        }
    }

    /// Hurl counts milliseconds and says no unit.
    private static func isDuration(_ terms: [HurlTerm]) -> Bool { terms.count == 1 && terms[0].word == "duration" }

    private static func refused(_ message: String) -> LanguageError {
        LanguageError(message, span: TextSpan(offset: 0, length: 1))
    }
}
