import Foundation

/// A request that passed every check, with its origin.
struct CheckedRequest {
    let request: HTTPRequest
    let origin: Origin
    /// The request's own, else those of its URL.
    let credentials: HTTPCredentials?

    init(_ request: HTTPRequest) throws(HTTPTransportError) {
        guard Self.isToken(request.method) else {
            throw .invalidRequest(reason: "`\(PrintableText.of(request.method))` is not a method")
        }
        // libcurl would wait for the body that a `Content-Length` of the answer speaks of and a server never sends.
        guard request.method != "HEAD" || request.body == nil && request.file == nil else {
            throw .invalidRequest(reason: "a request of `HEAD` can't have a body")
        }
        guard request.body == nil || request.file == nil else {
            throw .invalidRequest(reason: "it has two bodies")
        }
        for (name, value) in request.headers {
            guard Self.isToken(name) else {
                throw .invalidRequest(reason: "`\(PrintableText.of(name))` is not a header name")
            }
            guard Self.isOneLine(value) else {
                throw .invalidRequest(reason: "the value of header \(name) has a line break or a NUL in it")
            }
        }
        for (name, value) in request.cookies {
            guard Self.isToken(name) else {
                throw .invalidRequest(reason: "`\(PrintableText.of(name))` is not a cookie's name")
            }
            // RFC 6265 §4.1.1, with the blanks and commas that servers take.
            guard Self.isOneLine(value), !value.utf8.contains(UInt8(ascii: ";")) else {
                throw .invalidRequest(reason: "the value of cookie \(name) has a `;`, a line break or a NUL in it")
            }
        }
        let parts = try URLParts(request.url)
        // A proxy would make the connection, where no address is seen here.
        guard request.allowsLinkLocal || !LinkLocal.holds(parts.origin.host) else {
            throw .linkLocal(endpoint: parts.origin.endpoint)
        }
        self.request = request
        origin = parts.origin
        credentials = try Self.checked(
            request.credentials ?? parts.credentials.map { .basic(user: $0.user, password: $0.password) })
        if let name = request.tls.serverName, URLParts.replacingHost(of: request.url, by: name) == nil {
            throw .invalidRequest(reason: "`\(PrintableText.of(name))` is not the name of a server")
        }
    }

    /// RFC 7617 §2: a colon ends the user.
    private static func checked(_ credentials: HTTPCredentials?) throws(HTTPTransportError) -> HTTPCredentials? {
        switch credentials {
        case nil: return nil
        case .basic(let user, let password)?, .digest(let user, let password)?:
            guard !(user + password).utf8.contains(0) else {
                throw .invalidRequest(reason: "the user or the password has a NUL in it")
            }
            if case .basic? = credentials, user.utf8.contains(UInt8(ascii: ":")) {
                throw .invalidRequest(reason: "the user of basic authentication has a colon in it")
            }
            return credentials
        }
    }

    private static func isOneLine(_ value: String) -> Bool {
        !value.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D }
    }

    private static let marks = Set("!#$%&'*+-.^_`|~".utf8)

    /// RFC 9110 §5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: marks.contains(byte)
                }
            }
    }
}
