/// One line of TAP 13 or 14 (https://testanything.org/tap-version-14-specification.html), without its indentation.
enum TAPLine: Hashable {
    /// `TAP version 14`
    case version
    /// `1..4`; `1..0 # skip reason` skips all.
    case plan(count: Int, skip: String?)
    case point(TAPPoint)
    /// `Bail out! reason`
    case bailOut(String)
    /// `# Subtest: name`
    case subtest(String)
    /// The text after `#`.
    case comment(String)
    /// Anything else, which TAP lets pass.
    case other

    init(_ line: Substring) {
        if line.first == "#" {
            let text = line.dropFirst().trimmed
            let isSubtest = text.hasPrefix("Subtest:")
            self = isSubtest ? .subtest(String(text.dropFirst("Subtest:".count).trimmed)) : .comment(String(text))
        } else if let point = TAPPoint(line) {
            self = .point(point)
        } else if let plan = Self.plan(line) {
            self = plan
        } else if line.hasPrefix("Bail out!") {
            self = .bailOut(String(line.dropFirst("Bail out!".count).trimmed))
        } else if line.hasPrefix("TAP version ") {
            self = .version
        } else {
            self = .other
        }
    }

    private static func plan(_ line: Substring) -> TAPLine? {
        guard line.hasPrefix("1..") else { return nil }
        let rest = line.dropFirst(3)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let after = rest.dropFirst(digits.count).trimmed
        guard let count = Int(digits), after.isEmpty || after.first == "#" else { return nil }
        guard count == 0 else { return .plan(count: count, skip: nil) }
        let words = after.drop { $0 == "#" }.trimmed
        let isSkip = words.lowercased().hasPrefix("skip")
        let reason = isSkip ? words.drop { !$0.isWhitespace }.trimmed : words
        return .plan(count: 0, skip: String(reason))
    }
}

/// A test point: `not ok 3 - description # TODO reason`.
struct TAPPoint: Hashable {
    enum Directive: Hashable {
        case skip(String)
        /// Expected to fail.
        case todo(String)
    }

    let isOK: Bool
    let number: Int?
    let description: String
    let directive: Directive?

    /// nil when the line is none.
    init?(_ line: Substring) {
        var rest = line
        isOK = !rest.hasPrefix("not ok")
        guard !isOK || rest.hasPrefix("ok") else { return nil }
        rest = rest.dropFirst(isOK ? 2 : 6)
        guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        rest = rest.trimmed
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let after = rest.dropFirst(digits.count)
        // A description may begin with a number: `ok - 3 apples`, but not `ok 3apples`.
        if let number = Int(digits), after.isEmpty || after.first == " " || after.first == "#" {
            self.number = number
            rest = after.trimmed
        } else {
            number = nil
        }
        if rest.first == "-" { rest = rest.dropFirst().trimmed }
        let (text, directive) = Self.split(rest)
        description = text
        self.directive = directive
    }

    /// Takes the directive off, which begins at an unescaped `#`, and the escapes `\#` and `\\` out.
    private static func split(_ text: Substring) -> (String, Directive?) {
        var description = ""
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            if character == "\\", next < text.endIndex, text[next] == "#" || text[next] == "\\" {
                description.append(text[next])
                index = text.index(after: next)
            } else if character == "#", let directive = directive(text[next...].trimmed) {
                return (String(description[...].trimmed), directive)
            } else {
                description.append(character)
                index = next
            }
        }
        return (String(description[...].trimmed), nil)
    }

    private static func directive(_ text: Substring) -> Directive? {
        let word = text.prefix { $0.isLetter }
        let reason = String(text.drop { !$0.isWhitespace }.trimmed)
        switch word.lowercased() {
        case "skip", "skipped": return .skip(reason)
        case "todo": return .todo(reason)
        default: return nil
        }
    }
}

extension Substring {
    var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
