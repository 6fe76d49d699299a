import Model
import TestLanguage

/// Turns texts with `{{name}}` into texts with references.
enum BracedTemplate {
    static func text(_ text: BracedText, _ variables: inout ImportedVariables, isAddress: Bool = false) -> String {
        var result = ReferenceText()
        for (index, part) in text.parts.enumerated() {
            switch part {
            case .literal(let literal): result.append(literal: literal)
            case .expression(let name):
                switch variables.meaning(of: name, isAddress: isAddress && index == 0) {
                case .literal(let text): result.append(literal: text)
                case .template(let text): result.append(template: text)
                case .capture(let reference), .parameter(let reference, isText: _):
                    result.append(reference: reference)
                }
            }
        }
        return result.text
    }

    /// A text that stands where values of any type may stand, so that a reference alone has to be made one.
    static func typedText(_ text: BracedText, _ variables: inout ImportedVariables) -> String {
        let written = self.text(text, &variables)
        guard case .expression(let name)? = text.parts.first, written.isWholeReference,
            Mark.text(variables.meaning(of: name)).isTyped
        else { return written }
        return ReferenceText.asText(written)
    }

    /// JSON with references in its texts and in the place of values; nil when it is none, or when a name of a member has a
    /// reference, which is resolved in texts alone.
    static func json(_ text: BracedText, _ variables: inout ImportedVariables) -> JSONValue? {
        guard !text.plain.unicodeScalars.contains(Mark.start) else { return nil }
        var written = ""
        var marks: [Mark] = []
        var isInText = false
        for part in text.parts {
            switch part {
            case .literal(let literal):
                written += literal
                isInText = endsInText(literal, from: isInText)
            case .expression(let name):
                let mark = Mark.text(of: marks.count)
                written += isInText ? mark : "\"\(mark)\""
                marks.append(isInText ? .text(variables.meaning(of: name)) : .value(value(name, &variables)))
            }
        }
        guard let value = try? JSONParser.parse(Array(written.utf8)) else { return nil }
        return filled(value, marks)
    }

    /// What stands for a name in the place of a value: JSON that is known and no parameter can hold is put in as it is.
    private static func value(_ name: String, _ variables: inout ImportedVariables) -> JSONValue {
        if let known = variables.known(name), case .string = ImportedVariables.value(known),
            let value = try? JSONParser.parse(Array(known.utf8))
        {
            return Template.escaping(value)
        }
        switch variables.meaning(of: name) {
        case .literal(let text):
            return Template.escaping((try? JSONParser.parse(Array(text.utf8))) ?? .string(text))
        case .template(let text):
            let isKnown = !Template.mayHoldReferences(text)
            return (isKnown ? try? JSONParser.parse(Array(text.utf8)) : nil) ?? .string(text)
        case .capture(let reference): return .string(reference)
        case .parameter(let reference, isText: _):
            variables.standsForValue(name)
            return .string(reference)
        }
    }

    private static func endsInText(_ literal: String, from isInText: Bool) -> Bool {
        var isInText = isInText
        var isEscaped = false
        for scalar in literal.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else if isInText, scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                isInText.toggle()
            }
        }
        return isInText
    }

    private static func filled(_ value: JSONValue, _ marks: [Mark]) -> JSONValue? {
        switch value {
        case .string(let text): return filled(text, marks)
        case .array(let items):
            var result: [JSONValue] = []
            for item in items {
                guard let item = filled(item, marks) else { return nil }
                result.append(item)
            }
            return .array(result)
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for (key, member) in members {
                guard !key.unicodeScalars.contains(Mark.start), let member = filled(member, marks) else { return nil }
                result[key] = member
            }
            return .object(result)
        case .null, .bool, .integer, .number: return value
        }
    }

    private static func filled(_ text: String, _ marks: [Mark]) -> JSONValue {
        var result = ReferenceText()
        var rest = Substring(text).unicodeScalars
        while let start = rest.firstIndex(of: Mark.start), let end = rest[start...].firstIndex(of: Mark.end),
            let index = Int(String(rest[rest.index(after: start)..<end])), marks.indices.contains(index)
        {
            result.append(literal: String(rest[..<start]))
            rest = rest[rest.index(after: end)...]
            switch marks[index] {
            case .value(let value): return value
            case .text(.literal(let literal)): result.append(literal: literal)
            case .text(.template(let template)): result.append(template: template)
            case .text(.capture(let reference)), .text(.parameter(let reference, isText: _)):
                result.append(reference: reference)
            }
            if rest.isEmpty, marks[index].isTyped, result.text.isWholeReference {
                return .string(ReferenceText.asText(result.text))
            }
        }
        result.append(literal: String(rest))
        return .string(result.text)
    }
}

/// What stands in JSON for a template until the JSON is read.
private enum Mark {
    /// In the place of a value.
    case value(JSONValue)
    /// Between quotes.
    case text(ImportedVariables.Meaning)

    /// Private characters, which no JSON has that is not made to have them.
    static let start: Unicode.Scalar = "\u{E000}"
    static let end: Unicode.Scalar = "\u{E001}"

    static func text(of index: Int) -> String { "\(start)\(index)\(end)" }

    /// Whether a reference may stand for something that is no text.
    var isTyped: Bool {
        switch self {
        case .value, .text(.literal), .text(.parameter(_, isText: true)): false
        case .text(.template), .text(.capture), .text(.parameter(_, isText: false)): true
        }
    }
}

extension String {
    fileprivate var isWholeReference: Bool { (try? Template(self))?.wholeReference != nil }
}
