import Model

/// How a request of a collection proves who sends it.
struct PostmanAuth {
    let type: String
    private let values: [String: String]

    /// nil where nothing is asked for.
    init?(_ value: JSONValue?) {
        guard let value, let type = value["type"]?.string, type != "noauth" else { return nil }
        self.type = type
        let written = value[type]
        // A list of pairs in 2.1, a mapping in 2.0.
        let pairs: [(String, String)] =
            written?.items.compactMap { item in
                item["key"]?.string.map { ($0, item["value"]?.scalarText ?? "") }
            } ?? []
        let members = (written?.members ?? [:]).compactMap { name, value in value.scalarText.map { (name, $0) } }
        values = Dictionary(pairs + members) { $1 }
    }

    /// Whether what it proves itself with is written out.
    var isPlain: Bool {
        ["password", "token", "accessToken", "value", "secretKey", "clientSecret"].contains { name in
            values[name].map { !$0.isEmpty && !$0.contains("{{") } ?? false
        }
    }

    /// Adds it to a request; false where a suite has nothing like it.
    func apply(to request: inout ImportedRequest, text: (String) -> String) -> Bool {
        func value(_ name: String) -> String { text(values[name] ?? "") }
        switch type {
        case "basic": request.auth = .basic(user: value("username"), password: value("password"))
        case "digest": request.auth = .digest(user: value("username"), password: value("password"))
        case "bearer": request.auth = .bearer(value("token"))
        case "apikey":
            let pair = NamedText(value("key").isEmpty ? "X-API-Key" : value("key"), value("value"))
            if values["in"] == "query" { request.query.append(pair) } else { request.headers.append(pair) }
        case "oauth2":
            if values["grant_type"] == "client_credentials", let address = values["accessTokenUrl"], !address.isEmpty {
                request.auth = .oauth2(
                    tokenURL: text(address), clientId: value("clientId"), clientSecret: value("clientSecret"),
                    scope: values["scope"].flatMap { $0.isEmpty ? nil : text($0) })
            } else if values["addTokenTo"] == "queryParams" {
                request.query.append(NamedText("access_token", value("accessToken")))
            } else {
                request.auth = .bearer(value("accessToken"))
            }
        case "awsv4":
            request.auth = .awsSigV4(
                accessKey: value("accessKey"), secretKey: value("secretKey"),
                sessionToken: values["sessionToken"].flatMap { $0.isEmpty ? nil : text($0) },
                region: values["region"].map(text) ?? "us-east-1", service: values["service"].map(text) ?? "execute-api"
            )
        default: return false
        }
        return true
    }
}
