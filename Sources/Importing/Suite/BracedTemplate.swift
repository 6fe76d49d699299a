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
                if let fixed = TemplateFunction.value(name) {
                    result.append(literal: fixed)
                } else {
                    result.append(reference: variables.reference(name, isAddress: isAddress && index == 0))
                }
            }
        }
        return result.text
    }

    /// JSON with references in its texts and in the place of values; nil when it is none.
    static func json(_ text: BracedText, _ variables: inout ImportedVariables) -> JSONValue? {
        var written = ""
        var references: [String] = []
        var isInText = false
        for part in text.parts {
            switch part {
            case .literal(let literal):
                written += literal
                isInText = endsInText(literal, from: isInText)
            case .expression(let name):
                // A mark that no JSON text has by itself; a value of its own where none is open.
                let mark = "\u{E000}\(references.count)\u{E001}"
                references.append(TemplateFunction.value(name) ?? variables.reference(name))
                written += isInText ? mark : "\"\(mark)\""
            }
        }
        guard !text.plain.unicodeScalars.contains("\u{E000}"),
            let value = try? JSONParser.parse(Array(written.utf8))
        else { return nil }
        return filled(value, references)
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

    private static func filled(_ value: JSONValue, _ references: [String]) -> JSONValue {
        switch value {
        case .string(let text): .string(filled(text, references))
        case .array(let items): .array(items.map { filled($0, references) })
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (filled($0.key, references), filled($0.value, references)) }
                ) { $1 })
        case .null, .bool, .integer, .number: value
        }
    }

    private static func filled(_ text: String, _ references: [String]) -> String {
        var result = ReferenceText()
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "\u{E000}"), let end = rest[start...].firstIndex(of: "\u{E001}"),
            let index = Int(rest[rest.index(after: start)..<end]), references.indices.contains(index)
        {
            result.append(literal: String(rest[..<start]))
            result.append(reference: references[index])
            rest = rest[rest.index(after: end)...]
        }
        result.append(literal: String(rest))
        return result.text
    }
}
