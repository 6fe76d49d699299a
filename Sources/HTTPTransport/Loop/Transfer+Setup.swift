import CCurl
import Foundation
import Model

extension Transfer {
    /// Sets the handle up for a hop.
    func configure() {
        let request = checked.request
        ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        // Else the removal of a handle waits for a name look-up that hangs, and all others with it.
        ccurl_set_long(handle, CURLOPT_QUICK_EXIT, 1)
        // The request's own proxy is meant for loopback too.
        ccurl_set_string(handle, CURLOPT_NOPROXY, request.proxy == nil ? proxyExceptions : "")
        if let proxy = request.proxy ?? options.proxy { ccurl_set_string(handle, CURLOPT_PROXY, proxy) }
        ccurl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout - spent.total))
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
        if request.tellsTLSFacts {
            ccurl_set_long(handle, CURLOPT_CERTINFO, 1)
            // libcurl tells nothing of the certificate of a connection that was made before.
            ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
        }
        if request.acceptsCompression { ccurl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "") }
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(handle, CURLOPT_PRIVATE, context)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION) { Transfer.of($3)?.receivedHeader($0, $1 * $2) ?? 0 }
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { Transfer.of($3)?.receivedBody($0, $1 * $2) ?? 0 }
        refusesLinkLocal.pointee = request.allowsLinkLocal ? 0 : 1
        ccurl_set_socket_guard(handle, refusesLinkLocal)
        configureAddress(request)
        configureVersion(request)
        configureTLS(request.tls)
        configureMethod()
        configureHeaders(request)
        configureIdentity(request)
    }

    /// Another name than the URL's is asked for by a URL with that name, which is led to the real address.
    private func configureAddress(_ request: HTTPRequest) {
        guard let name = serverName, let url = URLParts.replacingHost(of: hop.url, by: name) else {
            ccurl_set_string(handle, CURLOPT_URL, hop.url)
            return
        }
        ccurl_set_string(handle, CURLOPT_URL, url)
        let origin = hop.origin
        let target = "\(name):\(origin.port):\(origin.host):\(origin.port)"
        ccurl_set_list(handle, CURLOPT_CONNECT_TO, lists.make([target]))
    }

    /// Under another name loopback is still loopback.
    private var proxyExceptions: String {
        let exceptions = options.proxyExceptions
        guard let name = serverName, LoopbackHost.holds(hop.origin.host), exceptions != "*" else { return exceptions }
        return "\(exceptions),\(name)"
    }

    private var serverName: String? {
        hop.isAtHome && hop.origin.scheme == "https" ? checked.request.tls.serverName : nil
    }

    private func configureVersion(_ request: HTTPRequest) {
        switch request.version {
        case .automatic: break
        case .one: ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        case .two:
            // Without TLS nobody agrees on a version first.
            let isEncrypted = hop.origin.scheme == "https"
            ccurl_set_long(
                handle, CURLOPT_HTTP_VERSION,
                Int(isEncrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE))
        }
    }

    private func configureTLS(_ tls: HTTPTLSOptions) {
        if let authorities = tls.authorities {
            set(CURLOPT_CAINFO_BLOB, authorities)
            // Those of the system lie in a folder as well.
            ccurl_set_string(handle, CURLOPT_CAPATH, nil)
        }
        if tls.isInsecure {
            ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
            ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        switch tls.minimum {
        case nil: break
        case .oneTwo?: ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        case .oneThree?: ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_3))
        }
        if let version = tls.only {
            ccurl_set_long(handle, CURLOPT_SSLVERSION, version.option | version.maximum)
            // OpenSSL has what the oldest versions need at its lowest security level only.
            ccurl_set_string(handle, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0")
            ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
            ccurl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
        }
        if hop.isAtHome, let identity = tls.identity {
            set(CURLOPT_SSLCERT_BLOB, identity.certificate)
            set(CURLOPT_SSLKEY_BLOB, identity.key)
        }
    }

    private func set(_ option: CURLoption, _ data: Data) {
        _ = data.withUnsafeBytes { ccurl_set_blob(handle, option, $0.baseAddress, $0.count) }
    }

    /// `GET`, `HEAD` and `POST` by libcurl's own options.
    private func configureMethod() {
        if let file = hop.file {
            configureFile(file)
            return
        }
        let sendsLength = ["POST", "PUT", "PATCH"].contains(hop.method)
        if let body = hop.body ?? (sendsLength ? Data() : nil) {
            ccurl_set_long(handle, CURLOPT_POST, 1)
            ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            body.withUnsafeBytes { bytes in
                // A null pointer would make libcurl read the body from standard input.
                let start = bytes.baseAddress ?? UnsafeRawPointer(errorText)
                ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            }
            if hop.method != "POST" { ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, hop.method) }
        } else if hop.method == "HEAD" {
            ccurl_set_long(handle, CURLOPT_NOBODY, 1)
        } else if hop.method != "GET" {
            ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, hop.method)
        }
    }

    /// A body that libcurl asks for piece by piece.
    private func configureFile(_ file: HTTPFileBody) {
        uploaded = UploadedFile(file)
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_long(handle, CURLOPT_UPLOAD, 1)
        ccurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(file.count))
        ccurl_set_pointer(handle, CURLOPT_READDATA, context)
        ccurl_set_callback(handle, CURLOPT_READFUNCTION) {
            Transfer.of($3)?.wantsBody($0, $1 * $2) ?? Int(CURL_READFUNC_ABORT)
        }
        ccurl_set_pointer(handle, CURLOPT_SEEKDATA, context)
        ccurl_set_seek_callback(handle) { Transfer.of($0)?.seeksBody($1, $2) ?? CURL_SEEKFUNC_FAIL }
        if hop.method != "PUT" { ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, hop.method) }
    }

    private func configureHeaders(_ request: HTTPRequest) {
        let hasLostBody = request.body != nil && hop.body == nil || request.file != nil && hop.file == nil
        var lines: [String] = []
        lines.reserveCapacity(request.headers.count + 4)
        var names: Set<String> = []
        for (name, value) in request.headers {
            let lowercased = name.lowercased()
            if !hop.isAtHome, isConfidential(lowercased) || lowercased == "host" { continue }
            if hasLostBody, Self.bodyHeaders.contains(lowercased) { continue }
            names.insert(lowercased)
            // libcurl's spelling of a header without a value.
            lines.append(value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? "\(name);" : "\(name): \(value)")
        }
        if serverName != nil, !names.contains("host") { lines.append("Host: \(hop.origin.authority)") }
        lines.append("Expect:")
        // libcurl would call any body a form.
        if !names.contains("content-type") { lines.append("Content-Type:") }
        if !names.contains("user-agent") { lines.append("User-Agent: rondo") }
        ccurl_set_list(handle, CURLOPT_HTTPHEADER, lists.make(lines))
    }

    /// What goes with a body that a redirect took away (Fetch §4.4).
    private static let bodyHeaders: Set = [
        "content-encoding", "content-language", "content-length", "content-location", "content-type",
    ]

    private func isConfidential(_ name: String) -> Bool {
        ["authorization", "cookie", "proxy-authorization"].contains(name)
            || checked.request.confidentialHeaders.contains(name)
    }

    /// User, password and cookies.
    private func configureIdentity(_ request: HTTPRequest) {
        // A jar, so that each answer's cookies go with the next request by the rules of RFC 6265.
        if request.followRedirects || request.jar != nil { ccurl_set_string(handle, CURLOPT_COOKIEFILE, "") }
        guard hop.isAtHome else { return }
        if !hop.cookies.isEmpty {
            let text = hop.cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            ccurl_set_string(handle, CURLOPT_COOKIE, text)
        }
        guard let credentials = checked.credentials else { return }
        let user: String
        let password: String
        switch credentials {
        case .basic(let name, let secret):
            (user, password) = (name, secret)
            ccurl_set_long(handle, CURLOPT_HTTPAUTH, ccurl_auth_basic)
        case .digest(let name, let secret):
            (user, password) = (name, secret)
            ccurl_set_long(handle, CURLOPT_HTTPAUTH, ccurl_auth_digest)
        }
        ccurl_set_string(handle, CURLOPT_USERNAME, user)
        ccurl_set_string(handle, CURLOPT_PASSWORD, password)
    }

    /// At least 1, since 0 means no bound to libcurl, and at most what its `long` of old holds.
    static func milliseconds(_ duration: Duration) -> Int {
        let count = duration / .milliseconds(1)
        return max(1, Int(min(count.rounded(.up), 2_000_000_000)))
    }
}
