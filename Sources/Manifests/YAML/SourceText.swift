import Foundation

/// The text of a file, to find the place of a part of a scalar in it.
struct SourceText: Sendable {
    private let lines: [[Unicode.Scalar]]

    init(_ data: Data) {
        var bytes = [UInt8](data)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(String(decoding: line, as: UTF8.self).unicodeScalars)
        }
    }

    /// Where the scalar at `offset` of a node's text stands; the node's own start when that can't be told.
    ///
    /// Exact for everything on one line without escapes, and for the references of any scalar.
    func mark(of offset: Int, in node: YAMLNode) -> YAMLMark {
        guard case .scalar(let scalar) = node.content, offset > 0 || scalar.style != .plain else { return node.start }
        let count = scalar.text.unicodeScalars.count
        if node.start.line == node.end.line {
            let width = node.end.column - node.start.column
            switch scalar.style {
            case .plain where width == count:
                return YAMLMark(line: node.start.line, column: node.start.column + offset)
            case .singleQuoted where width == count + 2, .doubleQuoted where width == count + 2:
                return YAMLMark(line: node.start.line, column: node.start.column + 1 + offset)
            case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: break
            }
        }
        return referenceMark(of: offset, in: Array(scalar.text.unicodeScalars), of: node) ?? node.start
    }

    /// The n-th `${{` of a text is the n-th in its source too, however it is quoted or folded.
    private func referenceMark(of offset: Int, in text: [Unicode.Scalar], of node: YAMLNode) -> YAMLMark? {
        let marker: [Unicode.Scalar] = ["$", "{", "{"]
        var starts: [Int] = []
        for index in text.indices where index <= offset && text[index...].starts(with: marker) { starts.append(index) }
        guard let start = starts.last else { return nil }
        var found = 0
        var line = node.start.line
        var column = node.start.column
        while line <= node.end.line, line <= lines.count {
            let scalars = lines[line - 1]
            while column <= scalars.count {
                if scalars[(column - 1)...].starts(with: marker) {
                    found += 1
                    if found == starts.count { return YAMLMark(line: line, column: column + offset - start) }
                }
                column += 1
            }
            line += 1
            column = 1
        }
        return nil
    }
}
