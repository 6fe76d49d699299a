import Foundation
import HTTPTransport
import Model

/// Turns a test's request into the one that is sent.
struct RequestBuilder {
    let rest: RestRequest
    let timeout: TimeSpan
    let trace: TraceContext

    /// nil when the test has no address: its service was not resolved.
    func build() throws -> HTTPRequest? {
        guard let base = rest.url else { return nil }
        var headers = rest.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let names = Set(headers.map { $0.name.lowercased() })
        let body: Data?
        if let json = rest.json {
            body = try CanonicalEncoding.data(json)
            if !names.contains("content-type") { headers.append(("content-type", "application/json")) }
        } else {
            body = rest.body.map { Data($0.utf8) }
        }
        if !names.contains("traceparent") { headers.append(("traceparent", trace.header)) }
        return HTTPRequest(
            method: rest.method, url: Self.url(base: base, path: rest.path, query: rest.query), headers: headers,
            body: body, timeout: timeout.duration, followRedirects: rest.followRedirects)
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
}
