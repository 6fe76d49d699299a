import Foundation
import Model

/// Lays a request out; what a mapping can't hold twice goes where it can stand: parameters into the address, fields of
/// a form into its text, headers and cookies into one line.
enum RequestTree {
    static func node(_ request: ImportedRequest) -> ManifestNode {
        var entries: [ManifestEntry] = []
        if request.method != "GET" { entries.append(ManifestEntry("method", request.method)) }
        entries += target(request)
        let query = Duplicates(request.query)
        if !query.single.isEmpty { entries.append(ManifestEntry("query", .texts(query.single))) }
        let headers = headers(request)
        if !headers.isEmpty { entries.append(ManifestEntry("headers", .texts(headers))) }
        if let auth = request.auth { entries.append(ManifestEntry("auth", node(auth))) }
        if let body = request.body { entries.append(entry(body)) }
        if !request.cookies.isEmpty, !needsCookieHeader(request) {
            entries.append(ManifestEntry("cookies", .texts(request.cookies)))
        }
        return .mapping(entries + options(request))
    }

    private static func target(_ request: ImportedRequest) -> [ManifestEntry] {
        let repeated = Duplicates(request.query).repeated
        switch request.target {
        case .url(let url): return [ManifestEntry("url", QueryText.appending(repeated, to: url))]
        case .service(let name, let path):
            let whole = QueryText.appending(repeated, to: path)
            return [ManifestEntry("service", name)] + (whole.isEmpty ? [] : [ManifestEntry("path", whole)])
        }
    }

    /// Names in any case count as the same; several values of one stand in one line (RFC 9110 §5.3).
    private static func headers(_ request: ImportedRequest) -> [NamedText] {
        var headers = request.headers
        if needsCookieHeader(request) {
            headers += request.cookies.map { NamedText("Cookie", "\($0.name)=\($0.text)") }
        }
        var result: [NamedText] = []
        var places: [String: Int] = [:]
        for header in headers {
            let name = header.name.lowercased()
            if let index = places[name] {
                result[index].text += (name == "cookie" ? "; " : ", ") + header.text
            } else {
                places[name] = result.count
                result.append(header)
            }
        }
        if case .form(let fields)? = request.body, !Duplicates(fields).repeated.isEmpty, places["content-type"] == nil {
            result.append(NamedText("Content-Type", "application/x-www-form-urlencoded"))
        }
        return result
    }

    /// Cookies that a mapping can't hold, or that a header says too, stand in that header: both at once are refused.
    private static func needsCookieHeader(_ request: ImportedRequest) -> Bool {
        guard !request.cookies.isEmpty else { return false }
        return !Duplicates(request.cookies).repeated.isEmpty
            || request.headers.contains { $0.name.lowercased() == "cookie" }
    }

    private static func entry(_ body: ImportedBody) -> ManifestEntry {
        switch body {
        case .json(let value): return ManifestEntry("json", .json(value))
        case .text(let text): return ManifestEntry("body", text)
        case .form(let fields):
            guard Duplicates(fields).repeated.isEmpty else {
                return ManifestEntry("body", QueryText.text(fields))
            }
            return ManifestEntry("form", .texts(fields))
        case .multipart(let parts): return ManifestEntry("multipart", .mapping(parts.map(part)))
        case .file(let path): return ManifestEntry("file", path)
        }
    }

    private static func part(_ part: ImportedPart) -> ManifestEntry {
        let type = part.type.map { [ManifestEntry("type", $0)] } ?? []
        switch part.content {
        case .text(let text):
            guard !type.isEmpty else { return ManifestEntry(part.name, text) }
            return ManifestEntry(part.name, .mapping([ManifestEntry("value", text)] + type))
        case .file(let path): return ManifestEntry(part.name, .mapping([ManifestEntry("file", path)] + type))
        }
    }

    private static func node(_ auth: ImportedAuth) -> ManifestNode {
        func texts(_ pairs: [(String, String?)]) -> ManifestNode {
            .mapping(pairs.compactMap { name, text in text.map { ManifestEntry(name, $0) } })
        }
        let (name, value): (String, ManifestNode) =
            switch auth {
            case .basic(let user, let password): ("basic", texts([("user", user), ("password", password)]))
            case .digest(let user, let password): ("digest", texts([("user", user), ("password", password)]))
            case .bearer(let token): ("bearer", .text(token))
            case .oauth2(let tokenURL, let clientId, let clientSecret, let scope):
                (
                    "oauth2",
                    texts([
                        ("tokenURL", tokenURL), ("clientId", clientId), ("clientSecret", clientSecret),
                        ("scope", scope),
                    ])
                )
            case .clientCert(let cert, let key): ("clientCert", texts([("cert", cert), ("key", key)]))
            case .awsSigV4(let accessKey, let secretKey, let sessionToken, let region, let service):
                (
                    "awsSigV4",
                    texts([
                        ("accessKey", accessKey), ("secretKey", secretKey), ("sessionToken", sessionToken),
                        ("region", region), ("service", service),
                    ])
                )
            }
        return .mapping([ManifestEntry(name, value)])
    }

    private static func options(_ request: ImportedRequest) -> [ManifestEntry] {
        var entries: [ManifestEntry] = []
        if request.followRedirects { entries.append(ManifestEntry("followRedirects", .flag(true))) }
        if let maxRedirects = request.maxRedirects {
            entries.append(ManifestEntry("maxRedirects", .integer(maxRedirects)))
        }
        var tls: [ManifestEntry] = []
        if let authorities = request.authorities { tls.append(ManifestEntry("ca", authorities)) }
        if request.isInsecure { tls.append(ManifestEntry("insecure", .flag(true))) }
        if !tls.isEmpty { entries.append(ManifestEntry("tls", .mapping(tls))) }
        if let http = request.http { entries.append(ManifestEntry("http", http.rawValue)) }
        if let proxy = request.proxy { entries.append(ManifestEntry("proxy", proxy)) }
        if let timeout = request.timeout { entries.append(ManifestEntry("timeout", timeout.description)) }
        if request.isCompressed { entries.append(ManifestEntry("compressed", .flag(true))) }
        if let poll = request.poll {
            entries.append(
                ManifestEntry(
                    "poll",
                    .mapping([
                        ManifestEntry("every", poll.every.description), ManifestEntry("for", poll.limit.description),
                    ])))
        }
        return entries
    }
}
