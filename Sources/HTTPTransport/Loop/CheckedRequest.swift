import CCurl
import Foundation

/// A request that passed every check, with the endpoint that errors may name.
struct CheckedRequest {
    let request: HTTPRequest
    /// `host:port`, an IPv6 address in brackets.
    let endpoint: String
    let host: String

    init(_ request: HTTPRequest) throws(HTTPTransportError) {
        guard Self.isToken(request.method) else {
            throw .invalidRequest(reason: "`\(Self.printable(request.method))` is not a method")
        }
        for (name, value) in request.headers {
            guard Self.isToken(name) else {
                throw .invalidRequest(reason: "`\(Self.printable(name))` is not a header name")
            }
            guard !value.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else {
                throw .invalidRequest(reason: "the value of header \(name) has a line break or a NUL in it")
            }
        }
        self.request = request
        (host, endpoint) = try Self.authority(of: request.url)
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ text: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: marks.contains(byte)
                }
            }
    }

    /// Quotes control characters and cuts, so that a message stays one line.
    private static func printable(_ text: String) -> String {
        text.unicodeScalars.prefix(200).map {
            $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0)
        }
        .joined()
    }

    /// Host and port as libcurl itself will read them, so that check and use can't differ.
    private static func authority(of url: String) throws(HTTPTransportError) -> (host: String, endpoint: String) {
        let shown = printable(MaskedURL.mask(url))
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw .invalidURL(shown, reason: "it has a space or a control character in it; percent-encode it")
        }
        guard let parsed = curl_url() else { throw .invalidURL(shown, reason: "out of memory") }
        defer { curl_url_cleanup(parsed) }
        let code = curl_url_set(parsed, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard code == CURLUE_OK else {
            throw .invalidURL(shown, reason: String(cString: curl_url_strerror(code)).lowercased())
        }
        func part(_ name: CURLUPart) -> String {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parsed, name, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else {
                return ""
            }
            defer { curl_free(text) }
            return String(cString: text)
        }
        let scheme = part(CURLUPART_SCHEME)
        guard scheme == "http" || scheme == "https" else {
            throw .invalidURL(shown, reason: "only http and https are spoken, not \(scheme)")
        }
        let host = part(CURLUPART_HOST)
        return (host, "\(host):\(part(CURLUPART_PORT))")
    }
}
