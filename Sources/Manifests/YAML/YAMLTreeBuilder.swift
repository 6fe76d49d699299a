import CYAML

/// Makes nodes of libyaml's events, within the limits of depth, nodes and documents.
struct YAMLTreeBuilder {
    private(set) var documents: [YAMLNode] = []
    private let limits: YAMLLimits
    private let earlierDocuments: Int
    private var open: [Frame] = []
    private var anchors: [String: Anchor] = [:]
    /// Nodes of the document so far, aliases counted with all they stand for.
    private var nodeCount = 0
    private var root: YAMLNode?
    /// The line of the document that has not ended.
    private(set) var documentLine: Int?

    /// A collection whose end has not come.
    private struct Frame {
        let isMapping: Bool
        let anchor: String?
        let tag: String?
        let start: YAMLMark
        let nodesBefore: Int
        /// For a mapping: key, value, key, value, …
        var children: [YAMLNode] = []
        /// How many levels the deepest child has.
        var height = 0
    }

    /// A node that may be named again, and what naming it costs.
    private struct Anchor {
        let node: YAMLNode
        let nodes: Int
        let height: Int
    }

    init(limits: YAMLLimits, earlierDocuments: Int) {
        self.limits = limits
        self.earlierDocuments = earlierDocuments
    }

    /// Reads until the end or the first error; the documents before an error are kept.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, skippedLines: Int) -> YAMLError? {
        guard let stream = YAMLEventStream(bytes, skippedLines: skippedLines) else {
            return YAMLError(message: "no memory to read it", mark: YAMLMark(line: skippedLines + 1, column: 1))
        }
        do {
            var goesOn = true
            while goesOn {
                goesOn = try stream.next { event throws(YAMLError) in
                    try take(event, start: stream.mark(event.start_mark), end: stream.mark(event.end_mark))
                }
            }
            return nil
        } catch {
            return error
        }
    }

    /// Takes one event; false after the last one.
    private mutating func take(_ event: yaml_event_t, start: YAMLMark, end: YAMLMark) throws(YAMLError) -> Bool {
        switch event.type {
        case YAML_STREAM_END_EVENT: return false
        case YAML_DOCUMENT_START_EVENT:
            guard earlierDocuments + documents.count < limits.documents else {
                throw YAMLError(message: "more than \(limits.documents) documents in one file: split it", mark: start)
            }
            anchors = [:]
            nodeCount = 0
            documentLine = start.line
        case YAML_DOCUMENT_END_EVENT:
            if let root { documents.append(root) }
            root = nil
            documentLine = nil
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let node = YAMLNode(
                content: .scalar(YAMLScalar(text: text, style: YAMLScalar.Style(scalar.style))),
                tag: Self.string(scalar.tag), start: start, end: end)
            try count(1, at: start)
            add(node, height: 1, nodes: 1, anchor: Self.string(scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            try push(isMapping: false, anchor: sequence.anchor, tag: sequence.tag, start: start)
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            try push(isMapping: true, anchor: mapping.anchor, tag: mapping.tag, start: start)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: pop(end: end)
        case YAML_ALIAS_EVENT: try follow(Self.string(event.data.alias.anchor) ?? "", at: start)
        default: break
        }
        return true
    }

    private mutating func push(
        isMapping: Bool, anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, start: YAMLMark
    ) throws(YAMLError) {
        guard open.count < limits.depth else { throw tooDeep(start) }
        let nodesBefore = nodeCount
        try count(1, at: start)
        open.append(
            Frame(
                isMapping: isMapping, anchor: Self.string(anchor), tag: Self.string(tag), start: start,
                nodesBefore: nodesBefore))
    }

    private mutating func pop(end: YAMLMark) {
        guard let frame = open.popLast() else { return }
        let content: YAMLNode.Content =
            if frame.isMapping {
                .mapping(
                    stride(from: 0, to: frame.children.count - 1, by: 2).map { index in
                        YAMLEntry(key: frame.children[index], value: frame.children[index + 1])
                    })
            } else {
                .sequence(frame.children)
            }
        let node = YAMLNode(content: content, tag: frame.tag, start: frame.start, end: end)
        add(node, height: frame.height + 1, nodes: nodeCount - frame.nodesBefore, anchor: frame.anchor)
    }

    private mutating func follow(_ name: String, at mark: YAMLMark) throws(YAMLError) {
        guard !open.contains(where: { $0.anchor == name }) else {
            throw YAMLError(
                message: "`*\(name)` stands inside what `&\(name)` names, so it would never end", mark: mark)
        }
        guard let anchor = anchors[name] else {
            throw YAMLError(message: "`*\(name)` names nothing: there is no `&\(name)` before it", mark: mark)
        }
        guard open.count + anchor.height <= limits.depth + 1 else { throw tooDeep(mark) }
        try count(anchor.nodes, at: mark)
        add(anchor.node, height: anchor.height, nodes: anchor.nodes, anchor: nil)
    }

    private mutating func add(_ node: YAMLNode, height: Int, nodes: Int, anchor: String?) {
        if let anchor { anchors[anchor] = Anchor(node: node, nodes: nodes, height: height) }
        guard !open.isEmpty else {
            root = node
            return
        }
        open[open.count - 1].children.append(node)
        open[open.count - 1].height = max(open[open.count - 1].height, height)
    }

    private mutating func count(_ nodes: Int, at mark: YAMLMark) throws(YAMLError) {
        nodeCount += nodes
        guard nodeCount <= limits.nodes else {
            throw YAMLError(message: "the document has more than \(limits.nodes) nodes, aliases followed", mark: mark)
        }
    }

    private func tooDeep(_ mark: YAMLMark) -> YAMLError {
        YAMLError(message: "nested deeper than \(limits.depth) levels", mark: mark)
    }

    private static func string(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension YAMLScalar.Style {
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
