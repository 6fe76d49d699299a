/// Cuts a document into tokens, over Unicode scalars (GraphQL §2.1).
struct GraphQLLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Where the token that was read last begins.
    private(set) var start = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    func error(_ reason: String) -> GraphQLSyntaxError { error(reason, at: start) }

    private func error(_ reason: String, at place: Int) -> GraphQLSyntaxError {
        let before = scalars[..<min(place, scalars.count)]
        let lines = before.count { $0 == "\n" }
        let column = before.reversed().prefix { $0 != "\n" }.count
        return GraphQLSyntaxError(reason: reason, line: lines + 1, column: column + 1)
    }

    mutating func next() throws(GraphQLSyntaxError) -> GraphQLToken {
        skipIgnored()
        start = position
        guard let scalar = current else { return .end }
        switch scalar {
        case "!", "$", "&", "(", ")", ":", "=", "@", "[", "]", "{", "|", "}":
            position += 1
            return .mark(String(scalar))
        case "." where peek(1) == "." && peek(2) == ".":
            position += 3
            return .mark("...")
        case "\"":
            return .string(
                peek(1) == "\"" && peek(2) == "\"" ? try blockString() : try string())
        case "-": return try number()
        case _ where Self.isDigit(scalar): return try number()
        case _ where Self.startsName(scalar):
            return .name(take { Self.startsName($0) || Self.isDigit($0) })
        default: throw error("`\(scalar)` can't stand here")
        }
    }

    private mutating func skipIgnored() {
        while let scalar = current {
            switch scalar {
            case " ", "\t", "\n", "\r", ",", "\u{FEFF}": position += 1
            case "#": _ = take { $0 != "\n" && $0 != "\r" }
            default: return
            }
        }
    }

    private mutating func take(while holds: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = current, holds(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private mutating func number() throws(GraphQLSyntaxError) -> GraphQLToken {
        var text = take { $0 == "-" }
        let whole = take(while: Self.isDigit)
        guard text.count <= 1, !whole.isEmpty, whole == "0" || !whole.hasPrefix("0") else {
            throw error("this is no number")
        }
        text += whole
        var isFloat = false
        if current == ".", let digit = peek(1), Self.isDigit(digit) {
            isFloat = true
            text += take { $0 == "." } + take(while: Self.isDigit)
        }
        if current == "e" || current == "E" {
            isFloat = true
            position += 1
            let sign = take { $0 == "+" || $0 == "-" }
            let digits = take(while: Self.isDigit)
            guard !digits.isEmpty, sign.count <= 1 else { throw error("this is no number") }
            text += "e" + sign + digits
        }
        if let scalar = current, scalar == "." || Self.startsName(scalar) { throw error("this is no number") }
        return isFloat ? .float(text) : .integer(text)
    }

    private mutating func string() throws(GraphQLSyntaxError) -> String {
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = current, scalar != "\n", scalar != "\r" {
            position += 1
            if scalar == "\"" { return String(text) }
            text.append(scalar == "\\" ? try escape() : scalar)
        }
        throw error("this text is not closed")
    }

    private mutating func escape() throws(GraphQLSyntaxError) -> Unicode.Scalar {
        guard let scalar = current else { throw error("this text is not closed") }
        position += 1
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            let isBraced = current == "{"
            if isBraced { position += 1 }
            let end = isBraced ? scalars[position...].firstIndex(of: "}") ?? scalars.count : position + 4
            guard end <= scalars.count, end - position <= 8 else { break }
            let digits = String(String.UnicodeScalarView(scalars[position..<end]))
            // Halves of a pair are kept as one mark: what matters here is the type.
            guard let code = UInt32(digits, radix: 16) else { break }
            position = isBraced ? min(end + 1, scalars.count) : end
            return Unicode.Scalar(code) ?? "\u{FFFD}"
        default: break
        }
        throw error("`\\\(scalar)` is no escape", at: position - 2)
    }

    /// As it stands: its indentation does not matter here.
    private mutating func blockString() throws(GraphQLSyntaxError) -> String {
        position += 3
        var text = String.UnicodeScalarView()
        while let scalar = current {
            if scalar == "\\", peek(1) == "\"", peek(2) == "\"", peek(3) == "\"" {
                text.append(contentsOf: "\"\"\"".unicodeScalars)
                position += 4
            } else if scalar == "\"", peek(1) == "\"", peek(2) == "\"" {
                position += 3
                return String(text)
            } else {
                text.append(scalar)
                position += 1
            }
        }
        throw error("this text is not closed")
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
