import Crypto
package import Foundation
package import Model

/// AWS Signature Version 4, in headers or in the query, as "Signing AWS API requests" of the IAM User Guide has it.
///
/// Not libcurl's: that of version 7.88 neither sorts nor encodes the query, and signs no path but the plainest.
package struct AWSSignature: Sendable {
    package let signing: AWSSigning
    package let date: Date
    /// Whether `.`, `..` and empty segments of a path go before it is signed; S3, whose objects' names may look like
    /// them, is the one service that keeps them.
    let tidiesPath: Bool

    /// What a signature says of the body.
    package enum Payload: Hashable, Sendable {
        /// Its digest.
        case signed
        /// Its digest, in lower-case hexadecimal, which the caller knows.
        case known(String)
        /// Nothing: for bodies that TLS alone protects.
        case unsigned
        /// Each chunk has a signature of its own; see `ChunkSigner`.
        case chunked

        func text(of body: Data) -> String {
            switch self {
            case .signed: AWSSignature.digest(body)
            case .known(let digest): digest
            case .unsigned: "UNSIGNED-PAYLOAD"
            case .chunked: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
            }
        }
    }

    /// What has to be signed of a request, apart from its bytes on the wire.
    struct Input {
        var method: String
        /// As it is sent: percent-encoded.
        var path: String
        var query: String
        /// With `host`.
        var headers: [(name: String, value: String)]
        /// The body's digest, or the word for why there is none.
        var payload: String
    }

    /// - Parameter tidiesPath: nil is what the service does.
    package init(signing: AWSSigning, date: Date, tidiesPath: Bool? = nil) {
        self.signing = signing
        self.date = date
        self.tidiesPath = tidiesPath ?? (signing.service != "s3")
    }

    // MARK: Signing

    /// The headers that a request gets: date, token, the body's digest where the service wants it, and the signature.
    package func headers(
        for request: HTTPRequest, payload: Payload = .signed
    ) -> [(name: String, value: String)] {
        let url = SentURL(request.url)
        var added = [(name: "x-amz-date", value: timestamp)]
        if let token = signing.sessionToken { added.append(("x-amz-security-token", token)) }
        let content = payload.text(of: request.body ?? Data())
        if signing.service == "s3" || payload != .signed { added.append(("x-amz-content-sha256", content)) }
        var signed = request.headers.filter { !Self.unsigned.contains($0.name.lowercased()) } + added
        if !signed.contains(where: { $0.name.lowercased() == "host" }) { signed.append(("host", url.authority)) }
        let input = Input(
            method: request.method, path: url.path, query: url.query, headers: signed, payload: content)
        added.append(("authorization", authorization(for: input)))
        return added
    }

    /// The request's URL with a signature in it, by which anybody may send it until it expires. Of its headers only
    /// `host` is signed; the body is not.
    package func presigned(_ request: HTTPRequest, expires: Duration) -> String {
        let url = SentURL(request.url)
        let plain = Input(
            method: request.method, path: url.path, query: url.query, headers: [("host", url.authority)],
            payload: Payload.unsigned.text(of: Data()))
        let query = presignedQuery(of: plain, expires: expires)
        return request.url.prefix { $0 != "?" && $0 != "#" } + "?" + query
    }

    /// The query with the signature as its last part.
    func presignedQuery(of input: Input, expires: Duration, signsToken: Bool = true) -> String {
        let signed = presigning(input, expires: expires, signsToken: signsToken)
        var query = signed.query + "&X-Amz-Signature=\(signature(for: signed))"
        if !signsToken, let token = signing.sessionToken {
            query += "&X-Amz-Security-Token=\(PercentEncoding.encode(token))"
        }
        return query
    }

    /// The same request with everything in its query that a signature there covers.
    func presigning(_ input: Input, expires: Duration, signsToken: Bool = true) -> Input {
        var fields = [
            ("X-Amz-Algorithm", Self.algorithm), ("X-Amz-Credential", "\(signing.accessKey)/\(scope)"),
            ("X-Amz-Date", timestamp), ("X-Amz-Expires", "\(expires.components.seconds)"),
            ("X-Amz-SignedHeaders", Self.names(of: input.headers)),
        ]
        if signsToken, let token = signing.sessionToken { fields.append(("X-Amz-Security-Token", token)) }
        let added = fields.map { "\($0)=\(PercentEncoding.encode($1))" }
        var signed = input
        signed.query = ((input.query.isEmpty ? [] : [input.query]) + added).joined(separator: "&")
        return signed
    }

    /// Signs the chunks of a body, after its headers were signed with the payload `chunked`.
    ///
    /// - Parameter seed: the signature of the headers.
    package func chunks(after seed: String) -> ChunkSigner {
        ChunkSigner(key: key, timestamp: timestamp, scope: scope, signature: seed)
    }

    /// What hops on the way change or add.
    private static let unsigned: Set = [
        "authorization", "connection", "expect", "traceparent", "tracestate", "transfer-encoding", "user-agent",
        "x-amzn-trace-id",
    ]

    // MARK: The steps

    private static let algorithm = "AWS4-HMAC-SHA256"

    func authorization(for input: Input) -> String {
        "\(Self.algorithm) Credential=\(signing.accessKey)/\(scope), "
            + "SignedHeaders=\(Self.names(of: input.headers)), Signature=\(signature(for: input))"
    }

    func signature(for input: Input) -> String {
        Self.hexadecimal(
            HMAC<SHA256>.authenticationCode(for: Data(stringToSign(for: input).utf8), using: key))
    }

    func stringToSign(for input: Input) -> String {
        [Self.algorithm, timestamp, scope, Self.digest(Data(canonicalRequest(for: input).utf8))]
            .joined(separator: "\n")
    }

    func canonicalRequest(for input: Input) -> String {
        let headers = Self.grouped(input.headers).map { "\($0.name):\($0.values.joined(separator: ","))\n" }.joined()
        return [
            input.method, tidiesPath ? Self.normalized(input.path) : Self.spelledAnew(input.path),
            Self.canonical(query: input.query), headers, Self.names(of: input.headers), input.payload,
        ].joined(separator: "\n")
    }

    /// Of this day, region and service.
    private var key: SymmetricKey {
        [String(timestamp.prefix(8)), signing.region, signing.service, "aws4_request"]
            .reduce(SymmetricKey(data: Data("AWS4\(signing.secretKey)".utf8))) { key, part in
                SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
            }
    }

    private var timestamp: String {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        return date.formatted(style)
    }

    private var scope: String { "\(timestamp.prefix(8))/\(signing.region)/\(signing.service)/aws4_request" }

    static func digest(_ data: Data) -> String { hexadecimal(SHA256.hash(data: data)) }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

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
