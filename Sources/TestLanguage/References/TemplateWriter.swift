/// Writes the parts of a template back, some of them replaced by values.
///
/// Unless it is the last pass, the result is a template again, so what is literal must stay literal: in a value, and where
/// two pieces meet (a value that ends in `$` before a reference that is resolved later).
struct TemplateWriter {
    let isLast: Bool
    private(set) var text = ""

    init(isLast: Bool) { self.isLast = isLast }

    mutating func append(value: String) {
        join(isLast ? value : Template.escaping(value))
    }

    /// Puts in a template as it is.
    mutating func append(template: String) { join(template) }

    mutating func append(_ part: Template.Part) {
        switch part {
        case .literal(let literal): join(literal)
        case .escape: join(isLast ? "${{" : "$${{")
        case .quoted(let quoted): join(isLast ? quoted : "${{ '\(quoted)' }}")
        case .reference(let reference): join("${{ \(reference) }}")
        }
    }

    private mutating func join(_ piece: String) {
        if !isLast { quoteTail(before: piece) }
        text += piece
    }

    /// Puts `$` or `${` at the end of the text between quotes if the piece would make it the start of something else.
    private mutating func quoteTail(before piece: String) {
        let clashes =
            text.hasSuffix("$") && (piece.hasPrefix("{{") || piece.hasPrefix("${{"))
            || text.hasSuffix("${") && piece.hasPrefix("{")
        guard clashes else { return }
        var tail = text.unicodeScalars.suffix(1)
        if tail.first == "{" { tail = text.unicodeScalars.suffix(2) }
        while tail.startIndex > text.unicodeScalars.startIndex {
            let before = text.unicodeScalars.index(before: tail.startIndex)
            guard text.unicodeScalars[before] == "$" else { break }
            tail = text.unicodeScalars[before...]
        }
        let quoted = String(tail)
        text = String(text.unicodeScalars[..<tail.startIndex]) + "${{ '\(quoted)' }}"
    }
}
