/// A text for the patterns that documents have most: sequences of plain characters, classes and counts.
enum PatternSample {
    /// nil where the pattern holds more than that.
    static func text(_ pattern: String) -> String? {
        var scalars = Array(pattern.unicodeScalars)
        if scalars.first == "^" { scalars.removeFirst() }
        if scalars.last == "$" { scalars.removeLast() }
        var result = ""
        var index = 0
        while index < scalars.count {
            guard let atom = atom(scalars, &index), let count = count(scalars, &index) else { return nil }
            for _ in 0..<count { result.unicodeScalars.append(atom) }
            guard result.unicodeScalars.count <= 500 else { return nil }
        }
        return result
    }

    /// A character that the next part of the pattern takes.
    private static func atom(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Unicode.Scalar? {
        let scalar = scalars[index]
        index += 1
        switch scalar {
        case "\\":
            guard index < scalars.count else { return nil }
            index += 1
            return escaped(scalars[index - 1])
        case "[": return member(scalars, &index)
        case ".": return "a"
        case "(", ")", "|", "*", "+", "?", "{", "}", "^", "$", "]": return nil
        default: return scalar
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "d": "1"
        case "w": "a"
        case "s": " "
        case _ where scalar.isWordScalar: nil
        default: scalar
        }
    }

    private static func member(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Unicode.Scalar? {
        guard index < scalars.count, scalars[index] != "^" else { return nil }
        var first: Unicode.Scalar?
        if scalars[index] == "\\" {
            guard index + 1 < scalars.count else { return nil }
            first = escaped(scalars[index + 1])
            index += 2
        } else {
            first = scalars[index]
            index += 1
        }
        while index < scalars.count, scalars[index] != "]" { index += scalars[index] == "\\" ? 2 : 1 }
        guard index < scalars.count else { return nil }
        index += 1
        return first
    }

    /// How often the part comes at least.
    private static func count(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Int? {
        guard index < scalars.count else { return 1 }
        switch scalars[index] {
        case "*", "+", "?":
            index += 1
            return 1
        case "{":
            guard let end = scalars[index...].firstIndex(of: "}") else { return nil }
            let text = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
            index = end + 1
            let bounds = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            guard let low = bounds.first ?? nil else { return nil }
            if low == 0, bounds.count > 1 { return bounds[1].map { $0 > 0 ? 1 : 0 } ?? 1 }
            return low <= 500 ? low : nil
        default: return 1
        }
    }
}
