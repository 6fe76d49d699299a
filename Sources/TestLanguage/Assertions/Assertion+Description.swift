package import Model

extension Query: CustomStringConvertible {
    /// The spelling that `QueryParser` reads back.
    package var description: String {
        switch self {
        case .status: "status"
        case .header(let name): "header \(Self.isBare(name) ? name : QuotedText.quoting(name))"
        case .body: "body"
        case .json(let path): "json \(path)"
        case .duration: "duration"
        case .exitCode: "exitCode"
        case .stdout: "stdout"
        case .stderr: "stderr"
        }
    }

    private static func isBare(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !"=!<>\"'".unicodeScalars.contains($0) }
    }
}

extension Assertion: CustomStringConvertible {
    /// The line in its normal form, which `AssertionParser` reads back; `text` is the line as it was written.
    package var description: String {
        "\(query) \(negated ? "not " : "")\(predicateText)"
    }

    private var predicateText: String {
        switch predicate {
        case .equal(let value): "== \(text(of: value))"
        case .notEqual(let value): "!= \(text(of: value))"
        case .greater(let value): "> \(text(of: value))"
        case .greaterOrEqual(let value): ">= \(text(of: value))"
        case .less(let value): "< \(text(of: value))"
        case .lessOrEqual(let value): "<= \(text(of: value))"
        case .startsWith(let text): "startsWith \(QuotedText.quoting(text))"
        case .endsWith(let text): "endsWith \(QuotedText.quoting(text))"
        case .contains(let text): "contains \(QuotedText.quoting(text))"
        case .matches(let pattern): "matches \(QuotedText.quoting(pattern))"
        case .exists: "exists"
        case .isEmpty: "isEmpty"
        }
    }

    private func text(of value: JSONValue) -> String {
        switch (query, value) {
        case (.duration, .string(let text)): text
        case (_, .string(let text)): QuotedText.quoting(text)
        case (_, .null), (_, .bool), (_, .integer), (_, .number), (_, .array), (_, .object): value.description
        }
    }
}
