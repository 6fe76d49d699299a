import Foundation

/// One request of a chain of redirects: the first, and what each redirect makes of the one before.
struct Hop {
    let url: String
    let origin: Origin
    let method: String
    let body: Data?
    let file: HTTPFileBody?
    /// Whether the chain has never left the origin that the request was made for, so that credentials may go along.
    let isAtHome: Bool
    /// Taken over from the request; an answer that sets one of the same name takes its place.
    var cookies: [(name: String, value: String)]

    init(_ checked: CheckedRequest) {
        url = checked.request.url
        origin = checked.origin
        method = checked.request.method
        body = checked.request.body
        file = checked.request.file
        isAtHome = true
        cookies = checked.request.cookies
    }

    private init(
        url: String, origin: Origin, method: String, body: Data?, file: HTTPFileBody?, isAtHome: Bool,
        cookies: [(name: String, value: String)]
    ) {
        self.url = url
        self.origin = origin
        self.method = method
        self.body = body
        self.file = file
        self.isAtHome = isAtHome
        self.cookies = cookies
    }

    /// Whether an answer sends the request elsewhere (RFC 9110 §15.4; 304 and 305 don't).
    static func isRedirect(_ status: Int) -> Bool { [300, 301, 302, 303, 307, 308].contains(status) }

    /// What a redirect asks for: methods change as browsers change them (Fetch §4.4), and an origin that was left is
    /// never come home to.
    func following(_ status: Int, to location: String, allowsLinkLocal: Bool = false) throws(HTTPTransportError) -> Hop
    {
        let target = HTTPRedirect.resolve(location, against: url)
        let next: URLParts
        do {
            next = try URLParts(target)
        } catch {
            let shown = PrintableText.of(MaskedURL.mask(target))
            throw .protocolViolation(
                endpoint: origin.endpoint, reason: "it redirects to `\(shown)`, which is no URL of http or https")
        }
        guard allowsLinkLocal || !LinkLocal.holds(next.origin.host) else {
            throw .linkLocal(endpoint: next.origin.endpoint)
        }
        let becomesGet =
            status == 303 && method != "HEAD" && method != "GET" || [301, 302].contains(status) && method == "POST"
        return Hop(
            url: target, origin: next.origin, method: becomesGet ? "GET" : method, body: becomesGet ? nil : body,
            file: becomesGet ? nil : file, isAtHome: isAtHome && next.origin == origin, cookies: cookies)
    }
}
