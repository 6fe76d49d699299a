/// A Hurl file by its published grammar (hurl.dev/docs/grammar.html), spellings of older versions included.
struct HurlFile {
    let entries: [HurlEntry]
}

/// A request and what is expected of its answer.
struct HurlEntry {
    let line: Int
    /// What stands in comments above it.
    let comments: [String]
    let method: String
    let url: BracedText
    var headers: [HurlPair] = []
    var query: [HurlPair] = []
    var form: [HurlPair] = []
    var multipart: [HurlPart] = []
    var cookies: [HurlPair] = []
    var basicAuth: HurlPair?
    var options: [HurlPair] = []
    var body: HurlBody?
    var response: HurlResponse?
}

/// What an answer must be, and what is taken from it.
struct HurlResponse {
    let line: Int
    /// `1.1`, `2`; nil where any will do.
    let version: String?
    /// nil where any will do.
    let status: Int?
    var headers: [HurlPair] = []
    var captures: [HurlCapture] = []
    var assertions: [HurlAssertion] = []
    var body: HurlBody?
}

/// A line `key: value` of a section.
struct HurlPair {
    let line: Int
    let key: BracedText
    let value: BracedText
}

/// One part of a multipart form.
struct HurlPart {
    let line: Int
    let key: BracedText
    let value: BracedText
    /// Whether the value is the path of a file.
    let isFile: Bool
    let type: BracedText?
}

/// What a request carries, or what an answer must carry.
struct HurlBody {
    enum Content {
        /// JSON as it was written, with templates.
        case json(BracedText)
        case xml(BracedText)
        case text(BracedText)
        case graphql(query: BracedText, variables: BracedText?)
        case bytes([UInt8])
        case file(BracedText)
    }

    let line: Int
    let content: Content
}

/// `name: query filters [redact]`.
struct HurlCapture {
    let line: Int
    let name: BracedText
    let terms: [HurlTerm]
    let isRedacted: Bool
}

/// `query filters [not] predicate [value]`.
struct HurlAssertion {
    let line: Int
    /// As it was written.
    let source: String
    let terms: [HurlTerm]
    let isNegated: Bool
    let predicate: HurlTerm
}

/// A query, a filter or a predicate with its arguments.
struct HurlTerm {
    let word: String
    let arguments: [HurlValue]
}

/// A value behind a query, a filter or a predicate.
enum HurlValue {
    case text(BracedText)
    /// A number, `true`, `false` or `null`.
    case literal(String)
    /// `hex,…;`, `base64,…;` as they were written.
    case bytes(String)
    case file(BracedText)
    case regex(String)
    /// `{{name}}` alone.
    case expression(String)
}
