import CCurl

/// Scheme, host and port of a URL as libcurl itself will read them, so that check and use can't differ.
struct Origin: Hashable, Sendable {
    let scheme: String
    /// In lower case, an IPv6 address in brackets.
    let host: String
    let port: String

    /// `host:port`, which errors may name.
    var endpoint: String { "\(host):\(port)" }

    /// As a `Host` header has it (RFC 9110 §7.2).
    var authority: String {
        let isDefault = scheme == "https" ? port == "443" : port == "80"
        return isDefault ? host : endpoint
    }
}

/// What libcurl reads in a URL.
struct URLParts {
    let origin: Origin
    /// User and password, decoded.
    let credentials: (user: String, password: String)?

    /// Only `http` and `https`.
    init(_ url: String) throws(HTTPTransportError) {
        func refusal(_ reason: String) -> HTTPTransportError {
            .invalidURL(PrintableText.of(MaskedURL.mask(url)), reason: reason)
        }
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw refusal("it has a space or a control character in it; percent-encode it")
        }
        guard let parsed = curl_url() else { throw refusal("out of memory") }
        defer { curl_url_cleanup(parsed) }
        let code = curl_url_set(parsed, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard code == CURLUE_OK else {
            throw refusal(String(cString: curl_url_strerror(code)).lowercased())
        }
        let scheme = parsed.part(CURLUPART_SCHEME) ?? ""
        guard scheme == "http" || scheme == "https" else {
            throw refusal("only http and https are spoken, not \(scheme)")
        }
        origin = Origin(
            scheme: scheme, host: parsed.part(CURLUPART_HOST)?.lowercased() ?? "",
            port: parsed.part(CURLUPART_PORT) ?? "")
        let flags = UInt32(CURLU_URLDECODE)
        credentials = parsed.part(CURLUPART_USER, flags).map { ($0, parsed.part(CURLUPART_PASSWORD, flags) ?? "") }
    }

    /// The URL with another host and without user and password; nil where that makes no URL.
    static func replacingHost(of url: String, by host: String) -> String? {
        guard let parsed = curl_url() else { return nil }
        defer { curl_url_cleanup(parsed) }
        guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
            curl_url_set(parsed, CURLUPART_HOST, host, 0) == CURLUE_OK
        else { return nil }
        curl_url_set(parsed, CURLUPART_USER, nil, 0)
        curl_url_set(parsed, CURLUPART_PASSWORD, nil, 0)
        return parsed.part(CURLUPART_URL, 0)
    }
}

extension OpaquePointer {
    /// A part of libcurl's parsed URL; nil where it has none.
    fileprivate func part(_ name: CURLUPart, _ flags: UInt32 = UInt32(CURLU_DEFAULT_PORT)) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(self, name, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
