import CCurl

/// A redirect that was followed; user and password of its URLs are masked.
package struct HTTPRedirect: Hashable, Sendable {
    package let status: Int
    /// Who sent it.
    package let url: String
    /// Where it leads, as the header says it.
    package let location: String

    package init(status: Int, url: String, location: String) {
        self.status = status
        self.url = url
        self.location = location
    }

    /// A location as an absolute URL, by libcurl's own rules; it stays as it is where that makes none.
    static func resolve(_ location: String, against url: String) -> String {
        guard let parsed = curl_url() else { return location }
        defer { curl_url_cleanup(parsed) }
        // Servers forget to encode blanks.
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
        guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
            curl_url_set(parsed, CURLUPART_URL, location, flags) == CURLUE_OK
        else { return location }
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parsed, CURLUPART_URL, &text, 0) == CURLUE_OK, let text else { return location }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
