import Model

/// What must hold of an answer, and what is taken from it.
struct ImportedCheck {
    /// `200`, `2xx`; any where it is empty.
    var statuses: [String] = []
    var headers: [NamedText] = []
    /// The exact body.
    var body: String?
    /// Lines of the grammar of assertions.
    var assertions: [String] = []
    var captures: [ImportedCapture] = []

    /// Asks for one of some statuses, beside what is asked for already.
    mutating func expect(_ statuses: [String]) {
        if self.statuses.isEmpty {
            self.statuses = statuses
            return
        }
        guard Set(self.statuses) != Set(statuses) else { return }
        let claims: [String]
        if statuses.count == 1, let digit = statuses[0].wholeMatch(of: #/([1-5])xx/#)?.output.1,
            let hundred = Int(digit).map({ $0 * 100 })
        {
            claims = ["status >= \(hundred)", "status < \(hundred + 100)"]
        } else if statuses.count == 1 {
            claims = ["status == \(statuses[0])"]
        } else {
            claims = ["status in [\(statuses.joined(separator: ", "))]"]
        }
        assertions += claims.filter { !assertions.contains($0) }
    }

    /// Whether it asks for nothing.
    var isEmpty: Bool { statuses.isEmpty && headers.isEmpty && body == nil && assertions.isEmpty }
}

/// A value that later requests use.
struct ImportedCapture: Hashable {
    let name: String
    /// What the input calls it.
    let variable: String
    /// A query with its filters.
    let query: String
    var isRedacted = false
}
