/// What tools write under a test point between `---` and `...`, or in comments.
///
/// Shown as it is written. Of the YAML only these keys are read, each on a line of its own, because every producer writes them so
/// and the text stands beside them anyway.
struct TAPDiagnostics {
    private(set) var message: String?
    private(set) var type: String?
    private(set) var seconds: Double?
    private(set) var file: String?
    private(set) var line: Int?
    private var details: CutText
    private let limits: ReportLimits

    init(limits: ReportLimits) {
        self.limits = limits
        details = CutText(limit: limits.text)
    }

    var text: String? { details.text }

    mutating func addComment(_ text: String) {
        details.append(text + "\n")
    }

    /// A line between the marks, without their indentation.
    mutating func addYAML(_ line: Substring) {
        details.append(line + "\n")
        guard let colon = line.firstIndex(of: ":"), line.first != " " else { return }
        let value = Self.unquoted(line[line.index(after: colon)...].trimmed)
        guard !value.isEmpty else { return }
        switch line[..<colon] {
        case "message", "error": if !Self.isBlockMark(value) { message = message ?? bounded(value, limits.message) }
        case "code", "failureType", "name": type = type ?? bounded(value, limits.name)
        case "duration_ms": seconds = ReportedSeconds.read(value).map { $0 / 1_000 }
        case "location", "at", "file": setPlace(value)
        case "line": self.line = Int(value) ?? self.line
        default: break
        }
    }

    /// `file`, `file:line` or `file:line:column`
    private mutating func setPlace(_ value: String) {
        guard !value.hasPrefix("{") else { return }
        var parts = value.split(separator: ":", omittingEmptySubsequences: false)
        var numbers: [Int] = []
        while parts.count > 1, numbers.count < 2, let last = parts.last, let number = Int(last) {
            numbers.insert(number, at: 0)
            parts.removeLast()
        }
        file = bounded(parts.joined(separator: ":"), limits.name)
        line = numbers.first ?? line
    }

    private func bounded(_ text: String, _ limit: Int) -> String {
        var cut = CutText(limit: limit)
        cut.append(text)
        return cut.text ?? ""
    }

    private static func isBlockMark(_ value: String) -> Bool { ["|", "|-", "|+", ">", ">-", ">+"].contains(value) }

    private static func unquoted(_ value: Substring) -> String {
        guard value.count >= 2, let quote = value.first, quote == "'" || quote == "\"", value.last == quote else {
            return String(value)
        }
        let inner = String(value.dropFirst().dropLast())
        return quote == "'"
            ? inner.replacing("''", with: "'") : inner.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
