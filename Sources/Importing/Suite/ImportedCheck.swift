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
