import Model

/// A request as an importer understood it, texts with Rondo's own references already.
struct ImportedRequest {
    var method = "GET"
    var target = ImportedTarget.url("")
    var query: [NamedText] = []
    var headers: [NamedText] = []
    var body: ImportedBody?
    var auth: ImportedAuth?
    var cookies: [NamedText] = []
    var followRedirects = false
    var maxRedirects: Int?
    /// A repository file.
    var authorities: String?
    var isInsecure = false
    var http: RequestOptions.HTTPVersion?
    var proxy: String?
    var timeout: TimeSpan?
    var isCompressed = false
    var poll: ImportedPoll?

    /// Drops a header `Authorization` that `auth` makes too: a request with both is refused.
    /// - Returns: what to say of it.
    mutating func dropDoubleAuthorization() -> String? {
        switch auth {
        case nil, .clientCert?: return nil
        case .basic?, .digest?, .bearer?, .oauth2?, .awsSigV4?: break
        }
        let others = headers.filter { $0.name.lowercased() != "authorization" }
        guard others.count < headers.count else { return nil }
        headers = others
        return "its header `Authorization` was left out: it signs in another way, which makes that header too"
    }
}

/// Sends a request again until everything holds.
struct ImportedPoll {
    let every: TimeSpan
    let limit: TimeSpan
}

/// Where a request goes.
enum ImportedTarget: Hashable {
    case url(String)
    case service(String, path: String)
}

/// What a request carries.
enum ImportedBody: Hashable {
    case json(JSONValue)
    case text(String)
    case form([NamedText])
    case multipart([ImportedPart])
    /// A repository file.
    case file(String)
}

/// One part of a multipart body.
struct ImportedPart: Hashable {
    enum Content: Hashable {
        case text(String)
        case file(String)
    }

    let name: String
    let content: Content
    var type: String?
}

/// How a request proves who sends it.
enum ImportedAuth: Hashable {
    case basic(user: String, password: String)
    case digest(user: String, password: String)
    case bearer(String)
    case oauth2(tokenURL: String, clientId: String, clientSecret: String, scope: String?)
    /// Repository files.
    case clientCert(cert: String, key: String)
    case awsSigV4(accessKey: String, secretKey: String, sessionToken: String?, region: String, service: String)
}
