/// Reads comma-separated values by RFC 4180, whose first row names the fields.
///
/// Written by hand, since no library here reads them. What the specification leaves open is as Python's `csv` has it in
/// strict mode: any line end counts, a quote inside an unquoted field is a quote, and blank lines are no rows.
struct CSVReader {
    private let bytes: [UInt8]
    private var position = 0
    /// From 1.
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    /// Of one row.
    private static let fieldLimit = 1_000

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Each row after the first by the names in the first.
    static func records(of bytes: [UInt8], limit: Int) throws(CSVError) -> [[String: String]] {
        var reader = CSVReader(bytes)
        guard let names = try reader.row() else { return [] }
        var places: Set<String> = []
        for name in names {
            guard !name.isEmpty else { throw .namelessField }
            guard places.insert(name).inserted else { throw .nameTwice(name) }
        }
        var records: [[String: String]] = []
        while true {
            let start = reader.line
            guard let row = try reader.row() else { return records }
            guard row.count == names.count else { throw .fields(line: start, row.count, expected: names.count) }
            guard records.count < limit else { throw .tooManyRows(limit) }
            records.append(Dictionary(zip(names, row)) { first, _ in first })
        }
    }

    /// The fields of the next row that is not blank; nil at the end.
    mutating func row() throws(CSVError) -> [String]? {
        while position < bytes.count, takeLineEnd() {}
        guard position < bytes.count else { return nil }
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard fields.count <= Self.fieldLimit else { throw .tooManyFields(line: line, Self.fieldLimit) }
            guard position < bytes.count, bytes[position] == Self.comma else { break }
            position += 1
        }
        _ = takeLineEnd()
        return fields
    }

    private mutating func field() throws(CSVError) -> String {
        guard position < bytes.count, bytes[position] == Self.quote else {
            let rest = bytes[position...]
            let end = rest.firstIndex { [Self.comma, Self.lineFeed, Self.carriageReturn].contains($0) } ?? bytes.count
            defer { position = end }
            return try text(bytes[position..<end])
        }
        let start = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != Self.quote {
                if byte == Self.lineFeed
                    || byte == Self.carriageReturn && (position == bytes.count || bytes[position] != Self.lineFeed)
                {
                    line += 1
                }
                content.append(byte)
            } else if position < bytes.count, bytes[position] == Self.quote {
                content.append(byte)
                position += 1
            } else {
                guard isAtEndOfField else { throw .textAfterQuote(line: line) }
                return try text(content[...])
            }
        }
        throw .openQuote(line: start)
    }

    private var isAtEndOfField: Bool {
        position == bytes.count || [Self.comma, Self.lineFeed, Self.carriageReturn].contains(bytes[position])
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(CSVError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(line: line) }
        return text
    }

    private mutating func takeLineEnd() -> Bool {
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Self.lineFeed: position += 1
        case Self.carriageReturn:
            position += position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed ? 2 : 1
        default: return false
        }
        line += 1
        return true
    }
}

/// Why a text is no table.
enum CSVError: Error, Hashable, CustomStringConvertible {
    case namelessField
    case nameTwice(String)
    case fields(line: Int, Int, expected: Int)
    case tooManyRows(Int)
    case tooManyFields(line: Int, Int)
    case openQuote(line: Int)
    case textAfterQuote(line: Int)
    case notUTF8(line: Int)

    var description: String {
        switch self {
        case .namelessField: "a field has no name in the first row, which names them"
        case .nameTwice(let name): "the first row names `\(name)` twice"
        case .fields(let line, let count, let expected):
            "line \(line) has \(count) \(count == 1 ? "field" : "fields"), and the first row names \(expected)"
        case .tooManyRows(let limit): "it has more than \(limit) rows: split it"
        case .tooManyFields(let line, let limit): "line \(line) has more than \(limit) fields"
        case .openQuote(let line): "the quote that opens in line \(line) is not closed"
        case .textAfterQuote(let line): "line \(line) has text after a closing quote: double a quote inside a field"
        case .notUTF8(let line): "line \(line) is not UTF-8"
        }
    }
}
