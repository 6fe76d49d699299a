import Foundation
import HTTPTransport
import Model

/// Turns a test's request into the one that is sent, but for what belongs to one sending: its trace, its token and its
/// signature.
struct RequestBuilder {
    let rest: RestRequest
    let timeout: Duration
    let files: ScratchFiles
    /// Knows which headers hold secrets.
    let redactor: Redactor

    /// Where nothing is given.
    static let maxRedirects = 20

    func build() throws(RequestProblem) -> HTTPRequest {
        guard let base = rest.url else { throw .noAddress(service: rest.service) }
        var headers = rest.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let names = Set(headers.map { $0.name.lowercased() })
        try refuseDoubles(names)
        let body = try RequestBody.make(of: rest, files: files, boundary: "rondo-" + TraceContext().traceID)
        if let type = body?.type, !names.contains("content-type") { headers.append(("content-type", type)) }
        var request = HTTPRequest(
            method: rest.method, url: Self.url(base: base, path: rest.path, query: rest.query), headers: headers,
            body: body?.data, timeout: timeout, followRedirects: rest.followRedirects,
            maxRedirects: rest.options.maxRedirects ?? Self.maxRedirects)
        for (name, value) in headers where !redactor.isEmpty && redactor.mask(value) != value {
            request.confidentialHeaders.insert(name.lowercased())
        }
        try add(rest.options, to: &request)
        return request
    }

    /// Adds the path and, in the order of their names, the query items; a fragment is never sent.
    static func url(base: String, path: String?, query: [String: String]) -> String {
        var url = String(base.prefix { $0 != "#" })
        if let path {
            if url.hasSuffix("/") { url.removeLast() }
            url += path.hasPrefix("/") || path.hasPrefix("?") ? path : "/" + path
        }
        url = PercentEncoding.repair(url)
        let items = query.sorted { $0.key < $1.key }
            .map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        guard !items.isEmpty else { return url }
        return url + (url.contains("?") ? "&" : "?") + items.joined(separator: "&")
    }

    private func refuseDoubles(_ names: Set<String>) throws(RequestProblem) {
        switch rest.options.auth {
        case nil, .clientCert?: break
        case .basic?, .bearer?, .digest?, .oauth2?, .awsSigV4?:
            if names.contains("authorization") { throw .twice(field: "auth", header: "Authorization") }
        }
        if rest.options.cookies?.isEmpty == false, names.contains("cookie") {
            throw .twice(field: "cookies", header: "Cookie")
        }
    }

    private func add(_ options: RequestOptions, to request: inout HTTPRequest) throws(RequestProblem) {
        request.cookies = (options.cookies ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        request.proxy = options.proxy
        request.acceptsCompression = options.compressed ?? false
        request.version =
            switch options.http {
            case .one?: .one
            case .two?: .two
            case .auto?, nil: .automatic
            }
        if let tls = options.tls { request.tls = try Self.options(tls, files) }
        switch options.auth {
        case .basic(let given)?: request.credentials = .basic(user: given.user, password: given.password)
        case .digest(let given)?: request.credentials = .digest(user: given.user, password: given.password)
        case .bearer(let token)?: request.headers.append(("authorization", "Bearer \(token)"))
        case .clientCert(let given)?:
            request.tls.identity = HTTPTLSOptions.Identity(
                certificate: try pem(given.cert, for: "the client's certificate"),
                key: try pem(given.key, for: "the client's key"))
        case .oauth2?, .awsSigV4?, nil: break
        }
    }

    private static func options(_ tls: RequestTLS, _ files: ScratchFiles) throws(RequestProblem) -> HTTPTLSOptions {
        var options = HTTPTLSOptions()
        if let path = tls.ca { options.authorities = Data(try files.bytes(of: path, for: "`tls.ca`")) }
        options.isInsecure = tls.insecure ?? false
        options.serverName = tls.serverName
        options.minimum =
            switch tls.min {
            case .oneTwo?: .oneTwo
            case .oneThree?: .oneThree
            case nil: nil
            }
        return options
    }

    /// The text itself, or a file's.
    private func pem(_ text: String, for use: String) throws(RequestProblem) -> Data {
        PEMText.isOne(text) ? Data(text.utf8) : Data(try files.bytes(of: text, for: use))
    }
}
