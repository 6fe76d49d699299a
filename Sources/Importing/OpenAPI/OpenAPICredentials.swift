import Model
import TestLanguage

/// Turns the security schemes of a document into what requests carry; values are secrets of the environment.
struct OpenAPICredentials {
    /// The secrets that the environment has; nil where nobody knows.
    let known: Set<String>?
    /// Those that requests name.
    private(set) var secrets: [String] = []
    private var named: Set<String> = []
    /// What stands in for secrets that the environment does not have.
    private(set) var parameters: [ImportedParameter] = []
    /// Why a scheme is left out, by its name.
    private(set) var problems: [String: String] = [:]

    init(known: Set<String>?) { self.known = known }

    /// Adds what a scheme asks for; false where a suite has nothing like it.
    mutating func apply(_ name: String, _ scheme: OpenAPIPlace, to request: inout ImportedRequest) -> Bool {
        switch scheme["type"]?.string {
        case "apiKey"?: return key(name, scheme, &request)
        case "basic"?:
            request.auth = .basic(user: secret("\(name)-user"), password: secret("\(name)-password"))
        case "http"?: return http(name, scheme, &request)
        case "oauth2"?: oauth(name, scheme, &request)
        case "openIdConnect"?: request.auth = .bearer(secret(name))
        default:
            problems[name] = "a suite has nothing like its type `\(scheme["type"]?.string ?? "")`"
            return false
        }
        return true
    }

    private mutating func key(_ name: String, _ scheme: OpenAPIPlace, _ request: inout ImportedRequest) -> Bool {
        guard let written = scheme["name"]?.string else { return false }
        let field = Template.escaping(written)
        switch scheme["in"]?.string {
        case "header"? where HeaderName.accepts(field): request.headers.append(NamedText(field, secret(name)))
        case "query"?: request.query.append(NamedText(field, secret(name)))
        case "cookie"?: request.cookies.append(NamedText(field, secret(name)))
        default: return false
        }
        return true
    }

    private mutating func http(_ name: String, _ scheme: OpenAPIPlace, _ request: inout ImportedRequest) -> Bool {
        switch scheme["scheme"]?.string?.lowercased() {
        case "basic"?: request.auth = .basic(user: secret("\(name)-user"), password: secret("\(name)-password"))
        case "digest"?: request.auth = .digest(user: secret("\(name)-user"), password: secret("\(name)-password"))
        case "bearer"?: request.auth = .bearer(secret(name))
        default:
            problems[name] = "a suite has nothing like its scheme `\(scheme["scheme"]?.string ?? "")`"
            return false
        }
        return true
    }

    /// Client credentials where they are offered; any other flow needs a person, and gives a token.
    private mutating func oauth(_ name: String, _ scheme: OpenAPIPlace, _ request: inout ImportedRequest) {
        let flow =
            scheme["flows"]?["clientCredentials"]
            ?? (scheme["flow"]?.string == "application" ? scheme : nil)
        guard let address = flow?["tokenUrl"]?.string, address.hasPrefix("http") else {
            request.auth = .bearer(secret(name))
            return
        }
        let scopes = flow?["scopes"]?.value.members.keys.sorted() ?? []
        request.auth = .oauth2(
            tokenURL: Template.escaping(address), clientId: secret("\(name)-id"),
            clientSecret: secret("\(name)-secret"),
            scope: scopes.isEmpty ? nil : Template.escaping(scopes.joined(separator: " ")))
    }

    /// A reference to a secret of the environment, or to a parameter while there is none.
    private mutating func secret(_ text: String) -> String {
        let name = ReferenceName.name(text)
        guard let known, !known.contains(name) else {
            if named.insert(name).inserted { secrets.append(name) }
            return "${{ secrets.\(name) }}"
        }
        if named.insert(name).inserted {
            let advice =
                "A stand-in: give the environment a secret `\(name)`, and write {default: \(name), secret: true} here."
            parameters.append(
                ImportedParameter(name: name, value: .string("none"), comment: [advice]))
        }
        return "${{ params.\(name) }}"
    }
}
