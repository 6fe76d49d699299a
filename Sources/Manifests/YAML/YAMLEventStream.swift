import CYAML

/// libyaml's parser over bytes that outlive it.
struct YAMLEventStream: ~Copyable {
    /// On the heap, since the parser holds pointers into itself.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeBufferPointer<UInt8>
    private let skippedLines: Int

    /// `skippedLines` is how many lines of the file come before the bytes. nil when there is no memory.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, skippedLines: Int) {
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        self.bytes = bytes
        self.skippedLines = skippedLines
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Hands the next event to `body` and frees it afterwards.
    func next<Result>(_ body: (yaml_event_t) throws(YAMLError) -> Result) throws(YAMLError) -> Result {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        return try body(event)
    }

    func mark(_ mark: yaml_mark_t) -> YAMLMark {
        YAMLMark(line: Int(mark.line) + 1 + skippedLines, column: Int(mark.column) + 1)
    }

    private var failure: YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it can't be read"
        if parser.pointee.error == YAML_READER_ERROR {
            let mark = mark(ofByte: parser.pointee.problem_offset)
            return YAMLError(message: "not a text in UTF-8: \(problem)", mark: mark)
        }
        let mark = mark(parser.pointee.problem_mark)
        if problem.contains("cannot start any token"), nextByte == UInt8(ascii: "\t") {
            return YAMLError(message: "not valid YAML: a tab can't indent, use spaces", mark: mark)
        }
        let hint =
            line(Int(parser.pointee.problem_mark.line)).contains("${{") ? ": put a text with `${{` between quotes" : ""
        return YAMLError(message: "not valid YAML: \(problem)\(hint)", mark: mark)
    }

    /// One line of the bytes, counted from 0.
    private func line(_ number: Int) -> String {
        var start = bytes.startIndex
        for _ in 0..<number {
            guard let next = LineBreaks.next(in: bytes, from: start) else { return "" }
            start = next
        }
        let end = LineBreaks.next(in: bytes, from: start) ?? bytes.endIndex
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The character that the scanner stopped at.
    private var nextByte: UInt8? {
        let buffer = parser.pointee.buffer
        guard let pointer = buffer.pointer, let last = buffer.last, pointer < last else { return nil }
        return pointer.pointee
    }

    private func mark(ofByte offset: Int) -> YAMLMark {
        let before = bytes.prefix(offset)
        var line = 0
        var start = before.startIndex
        while let next = LineBreaks.next(in: before, from: start) {
            line += 1
            start = next
        }
        let column = before[start...].count { $0 & 0xC0 != 0x80 }
        return YAMLMark(line: line + 1 + skippedLines, column: column + 1)
    }
}
