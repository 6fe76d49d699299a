import Foundation
import HTTPTransport
import Model

/// Everything of an attempt that a query can look at.
struct Evidence {
    /// What a command printed on one stream, as far as it was kept.
    struct Stream {
        let text: String
        /// Part of it is missing, so its absence proves nothing.
        let isCut: Bool

        init(_ output: BoundedOutput) {
            text = output.text(Redactor())
            isCut = output.isCut
        }
    }

    private var status: Int?
    private var headers: HTTPHeaders?
    private var body: Data?
    private var json: Result<JSONValue, JSONParser.Failure>?
    private var exitCode: Int?
    private var stdout: Stream?
    private var stderr: Stream?
    let duration: Duration

    /// - Parameter parsesBody: whether any query of the test looks into the body as JSON.
    init(_ response: HTTPResponse, parsesBody: Bool) {
        status = response.status
        headers = response.headers
        body = response.body
        duration = response.timings.total
        json = parsesBody ? Result { () throws(JSONParser.Failure) in try JSONParser.parse(response.body) } : nil
    }

    /// - Parameter exitCode: nil when a signal ended the command.
    init(exitCode: Int?, stdout: Stream, stderr: Stream, duration: Duration) {
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
        self.duration = duration
    }

    var bodyText: String? { body.map { String(decoding: $0, as: UTF8.self) } }

    /// The parsed body; the reason, for people, when there is none.
    func json(_ text: ValueText) -> Subject {
        guard let body, let json else { return .missing("a command has no body") }
        switch json {
        case .success(let value): return .value(value)
        case .failure:
            let shown = body.isEmpty ? "the body is empty" : "the body is not JSON: \(text.excerpt(of: body))"
            return .missing(shown)
        }
    }

    func subject(of query: Query, _ text: ValueText) -> Subject {
        switch query {
        case .status: status.map { .value(.integer(Int64($0))) } ?? .missing("a command has no status")
        case .header(let name):
            headers.map { $0[name].map(Subject.text) ?? .missing(nil) } ?? .missing("a command has no headers")
        case .body: bodyText.map(Subject.text) ?? .missing("a command has no body")
        case .json(let path):
            switch json(text) {
            case .value(let value): path.value(in: value).map(Subject.value) ?? .missing(nil)
            case .missing(let reason): .missing(reason)
            case .text, .cut, .duration: .missing(nil)
            }
        case .duration: .duration(duration)
        case .exitCode:
            exitCode.map { .value(.integer(Int64($0))) }
                ?? .missing(status == nil ? "a signal ended the command" : "a request has no exit code")
        case .stdout: Self.subject(of: stdout)
        case .stderr: Self.subject(of: stderr)
        }
    }

    private static func subject(of stream: Stream?) -> Subject {
        guard let stream else { return .missing("a request prints nothing") }
        return stream.isCut ? .cut(stream.text) : .text(stream.text)
    }
}

/// What a query found.
enum Subject: Hashable {
    case value(JSONValue)
    /// A text that is no JSON value of its own: a header, a body, a stream.
    case text(String)
    /// A text of which the middle is missing.
    case cut(String)
    case duration(Duration)
    /// Nothing, and for people why, when there is more to say.
    case missing(String?)
}

extension JSONPath {
    /// RFC 9535 §2.3: nil where a name or an index selects nothing.
    func value(in root: JSONValue) -> JSONValue? {
        segments.reduce(root) { value, segment in
            switch (segment, value) {
            case (.name(let name), .object(let members)): return members[name]
            case (.index(let index), .array(let items)):
                let place = index < 0 ? items.count + index : index
                return items.indices.contains(place) ? items[place] : nil
            default: return nil
            }
        }
    }
}
