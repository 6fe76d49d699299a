import Model

/// JSON as it stands in a line of assertions.
enum JSONLine {
    /// What stands for the `$` of a name until the text is written; a private character.
    private static let mark = "\u{E002}"

    /// - Parameter value: Its texts are those of a manifest. Its names are what they are, and are spelled so that nobody who
    ///   looks at the line alone takes one for a reference.
    static func text(_ value: JSONValue) -> String {
        marked(value).description.replacing(mark, with: "\\u0024")
    }

    private static func marked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .number, .string: value
        case .array(let items): .array(items.map(marked))
        case .object(let members):
            .object(
                Dictionary(members.map { ($0.key.replacing("${{", with: "\(mark){{"), marked($0.value)) }) { $1 })
        }
    }
}
