import Crypto
import Foundation
import HTTPTransport
import Model
import TestLanguage

/// AWS Signature Version 4 in headers, as "Signing AWS API requests" of the IAM User Guide has it.
///
/// Not libcurl's: that of version 7.88 neither sorts nor encodes the query, and signs no path but the plainest.
struct AWSSignature {
    let signing: AWSSigning
    let date: Date

    /// What has to be signed of a request, apart from its bytes on the wire.
    struct Input {
        var method: String
        /// As it is sent: percent-encoded.
        var path: String
        var query: String
        /// With `host`.
        var headers: [(name: String, value: String)]
        var body: Data
    }

    /// The headers that a request gets: date, token, the body's digest where the service wants it, and the signature.
    func headers(for request: HTTPRequest) -> [(name: String, value: String)] {
        let url = SentURL(request.url)
        var added = [(name: "x-amz-date", value: timestamp)]
        if let token = signing.sessionToken { added.append(("x-amz-security-token", token)) }
        let body = request.body ?? Data()
        if isObjectStore { added.append(("x-amz-content-sha256", Self.digest(body))) }
        var signed = request.headers.filter { !Self.unsigned.contains($0.name.lowercased()) } + added
        if !signed.contains(where: { $0.name.lowercased() == "host" }) { signed.append(("host", url.authority)) }
        let input = Input(method: request.method, path: url.path, query: url.query, headers: signed, body: body)
        added.append(("authorization", authorization(for: input)))
        return added
    }

    /// What hops on the way change or add.
    private static let unsigned: Set = [
        "authorization", "connection", "expect", "traceparent", "tracestate", "transfer-encoding", "user-agent",
        "x-amzn-trace-id",
    ]

    /// Of which objects' names may look like paths to be tidied up, and are not.
    private var isObjectStore: Bool { signing.service == "s3" }

    func authorization(for input: Input) -> String {
        let key = [String(timestamp.prefix(8)), signing.region, signing.service, "aws4_request"]
            .reduce(SymmetricKey(data: Data("AWS4\(signing.secretKey)".utf8))) { key, part in
                SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
            }
        let signature = HMAC<SHA256>.authenticationCode(for: Data(stringToSign(for: input).utf8), using: key)
        return "AWS4-HMAC-SHA256 Credential=\(signing.accessKey)/\(scope), "
            + "SignedHeaders=\(Self.names(of: input.headers)), Signature=\(Hexadecimal.text(signature))"
    }

    func stringToSign(for input: Input) -> String {
        ["AWS4-HMAC-SHA256", timestamp, scope, Self.digest(Data(canonicalRequest(for: input).utf8))]
            .joined(separator: "\n")
    }

    func canonicalRequest(for input: Input) -> String {
        let headers = Self.grouped(input.headers).map { "\($0.name):\($0.values.joined(separator: ","))\n" }.joined()
        return [
            input.method, isObjectStore ? Self.spelledAnew(input.path) : Self.normalized(input.path),
            Self.canonical(query: input.query), headers, Self.names(of: input.headers), Self.digest(input.body),
        ].joined(separator: "\n")
    }

    private var timestamp: String {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        return date.formatted(style)
    }

    private var scope: String { "\(timestamp.prefix(8))/\(signing.region)/\(signing.service)/aws4_request" }

    private static func digest(_ data: Data) -> String { Hexadecimal.text(SHA256.hash(data: data)) }

    /// As it is, in the one spelling that a signature knows.
    private static func spelledAnew(_ path: String) -> String {
        guard !path.isEmpty else { return "/" }
        return path.split(separator: "/", omittingEmptySubsequences: false).map(encodedAnew).joined(separator: "/")
    }

    /// Without `.`, `..` and empty segments (RFC 3986 §5.2.4), then encoded once more.
    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for part in parts where !part.isEmpty && part != "." {
            if part == ".." { _ = segments.popLast() } else { segments.append(part) }
        }
        let isFolder = ["", ".", ".."].contains(parts.last.map(String.init) ?? "") && !segments.isEmpty
        return "/" + segments.map { PercentEncoding.encode(String($0)) }.joined(separator: "/") + (isFolder ? "/" : "")
    }

    /// Names and values encoded anew and sorted, first by name.
    private static func canonical(query: String) -> String {
        query.split(separator: "&").map { item -> (name: String, value: String) in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(encodedAnew)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func encodedAnew(_ text: Substring) -> String {
        PercentEncoding.encode(text.removingPercentEncoding ?? String(text))
    }

    /// By lower-case name, values trimmed and their runs of blanks made one.
    private static func grouped(
        _ headers: [(name: String, value: String)]
    ) -> [(name: String, values: [String])] {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            values[name.lowercased(), default: []].append(value.split(separator: " ").joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { (name: $0.key, values: $0.value) }
    }

    private static func names(of headers: [(name: String, value: String)]) -> String {
        grouped(headers).map(\.name).joined(separator: ";")
    }
}

/// The parts of an absolute URL that its receiver sees.
struct SentURL {
    /// Without user, password and a port that goes without saying.
    let authority: String
    let path: String
    /// Without the `?`.
    let query: String

    init(_ url: String) {
        let scheme = url.firstRange(of: "://").map { url[..<$0.lowerBound].lowercased() } ?? ""
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let whole = rest.prefix { !"/?#".contains($0) }
        var host = whole.lastIndex(of: "@").map { whole[whole.index(after: $0)...] } ?? whole
        let port = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(port) { host = host.dropLast(port.count) }
        authority = host.lowercased()
        let target = rest.dropFirst(whole.count).prefix { $0 != "#" }
        let given = target.prefix { $0 != "?" }
        path = Self.withoutDots(given)
        query = String(target.dropFirst(given.count).dropFirst())
    }

    /// As libcurl sends it (RFC 3986 §5.2.4).
    private static func withoutDots(_ path: Substring) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var kept: [Substring] = []
        for part in parts where part != "." {
            if part == ".." { _ = kept.popLast() } else { kept.append(part) }
        }
        if let last = parts.last, last == "." || last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }
}
