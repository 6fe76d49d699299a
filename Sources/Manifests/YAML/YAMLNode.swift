/// A place in a file; line and column from 1, columns in Unicode scalars.
struct YAMLMark: Hashable, Sendable {
    let line: Int
    let column: Int
    /// Which of the files that a document was put together from: 0 is its own.
    let file: Int

    init(line: Int, column: Int, file: Int = 0) {
        self.line = line
        self.column = column
        self.file = file
    }

    func inFile(_ file: Int) -> YAMLMark { YAMLMark(line: line, column: column, file: file) }
}

/// One node of a YAML document with the place it was written at.
struct YAMLNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; keys may repeat here, and are refused where a manifest is read.
        case mapping([YAMLEntry])
    }

    let content: Content
    /// An explicit tag in its full form; nil when there is none.
    let tag: String?
    let start: YAMLMark
    /// Right behind the last character.
    let end: YAMLMark

    /// How many characters to mark: the whole node when it stands on one line.
    var length: Int { start.line == end.line ? max(1, end.column - start.column) : 1 }

    /// The same node and all in it as parts of another of the files that a document is put together from.
    func inFile(_ file: Int) -> YAMLNode {
        let moved: Content =
            switch content {
            case .scalar: content
            case .sequence(let items): .sequence(items.map { $0.inFile(file) })
            case .mapping(let entries): .mapping(entries.map { $0.inFile(file) })
            }
        return YAMLNode(content: moved, tag: tag, start: start.inFile(file), end: end.inFile(file))
    }

    /// How many nodes it consists of; no more than the limit are counted.
    func count(upTo limit: Int) -> Int {
        let parts: [YAMLNode] =
            switch content {
            case .scalar: []
            case .sequence(let items): items
            case .mapping(let entries): entries.map(\.value)
            }
        var count = 1
        for part in parts where count < limit { count += part.count(upTo: limit - count) }
        return count
    }

    var entries: [YAMLEntry] {
        guard case .mapping(let entries) = content else { return [] }
        return entries
    }

    var items: [YAMLNode] {
        guard case .sequence(let items) = content else { return [] }
        return items
    }

    /// The text of a scalar that is a string by the core schema.
    var string: String? {
        guard case .scalar(let scalar) = content, case .string(let text) = scalar.value(tag: tag) else { return nil }
        return text
    }

    /// The first member with this key.
    func member(_ key: String) -> YAMLEntry? { entries.first { $0.key.keyText == key } }

    subscript(key: String) -> YAMLNode? { member(key)?.value }

    /// The text of a scalar as it was written, whatever its type: how a key is told from another.
    var keyText: String? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar.text
    }
}

struct YAMLEntry: Hashable, Sendable {
    let key: YAMLNode
    let value: YAMLNode

    func inFile(_ file: Int) -> YAMLEntry { YAMLEntry(key: key.inFile(file), value: value.inFile(file)) }
}

/// A document that was read, and an error for each stretch of the file that could not be.
struct YAMLFile: Sendable {
    let documents: [YAMLNode]
    let errors: [YAMLError]
}

/// A text that is no YAML, or more of it than is read.
struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    let message: String
    let mark: YAMLMark

    var description: String { "\(mark.line):\(mark.column): \(message)" }
}
