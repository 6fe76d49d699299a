/// What people write along with a directive, checked: it is shown to others for as long as the directive lasts.
package enum DirectiveText {
    private static let reasonLimit = 500
    private static let authorLimit = 200

    /// In one line, without what could steer a terminal.
    package static func reason(_ text: String) throws(DirectiveError) -> String {
        let line = line(text)
        guard !line.isEmpty else { throw .emptyReason }
        guard line.count <= reasonLimit else { throw .tooLong("reason", limit: reasonLimit) }
        return line
    }

    package static func author(_ text: String?) throws(DirectiveError) -> String {
        let line = line(text ?? "")
        guard line.count <= authorLimit else { throw .tooLong("author's name", limit: authorLimit) }
        return line.isEmpty ? "somebody" : line
    }

    private static func line(_ text: String) -> String {
        let words = text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
            default: String(scalar)
            }
        }
        return words.joined().split(separator: " ").joined(separator: " ")
    }
}
