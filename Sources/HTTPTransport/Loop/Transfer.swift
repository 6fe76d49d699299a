import CCurl
import Foundation
import Model

/// One transfer in progress with its libcurl handle. Lives on the loop's thread alone.
final class Transfer {
    let id: UInt64
    let handle: UnsafeMutableRawPointer
    private let checked: CheckedRequest
    private let continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var body = Data()
    /// Of the answer whose header is coming.
    private var status = 0
    private var redirects: [HTTPRedirect] = []
    private var tlsVersion: String?
    /// Set by a callback that broke the transfer off.
    private var refusal: HTTPTransportError?

    static let maxHeaderBytes = 256 << 10

    /// nil when libcurl has no memory for a handle.
    init?(
        id: UInt64, request: CheckedRequest, options: HTTPClient.Options,
        continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>
    ) {
        guard let handle = curl_easy_init() else { return nil }
        self.id = id
        self.handle = handle
        checked = request
        self.continuation = continuation
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure(options)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    func finish(_ result: Result<HTTPResponse, HTTPTransportError>) { continuation.resume(returning: result) }

    // MARK: Setting up

    private func configure(_ options: HTTPClient.Options) {
        let request = checked.request
        ccurl_set_string(handle, CURLOPT_URL, request.url)
        ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_string(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        // Else the removal of a handle waits for a name look-up that hangs, and all others with it.
        ccurl_set_long(handle, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_string(handle, CURLOPT_NOPROXY, options.proxyExceptions)
        if let proxy = options.proxy { ccurl_set_string(handle, CURLOPT_PROXY, proxy) }
        ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
        ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, request.followRedirects ? 1 : 0)
        ccurl_set_long(handle, CURLOPT_MAXREDIRS, request.maxRedirects)
        if request.tellsTLSFacts {
            ccurl_set_long(handle, CURLOPT_CERTINFO, 1)
            // libcurl tells nothing of the certificate of a connection that was made before.
            ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
        }
        if let file = request.authorities {
            ccurl_set_string(handle, CURLOPT_CAINFO, file.path(percentEncoded: false))
        }
        if !request.verifiesCertificate {
            ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
            ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let version = request.onlyTLS { configureTLS(only: version) }
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(handle, CURLOPT_PRIVATE, context)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION) { Transfer.of($3)?.receivedHeader($0, $1 * $2) ?? 0 }
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION) { Transfer.of($3)?.receivedBody($0, $1 * $2) ?? 0 }
        configureMethod(request)
        configureHeaders(request)
    }

    /// OpenSSL has what the oldest versions need at its lowest security level only.
    private func configureTLS(only version: HTTPTLSVersion) {
        ccurl_set_long(handle, CURLOPT_SSLVERSION, version.option | version.maximum)
        ccurl_set_string(handle, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0")
        ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
        ccurl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
    }

    /// `GET`, `HEAD` and `POST` by libcurl's own options, so that redirects change the method as browsers do.
    private func configureMethod(_ request: HTTPRequest) {
        let sendsLength = ["POST", "PUT", "PATCH"].contains(request.method)
        if let body = request.body ?? (sendsLength ? Data() : nil) {
            ccurl_set_long(handle, CURLOPT_POST, 1)
            ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            body.withUnsafeBytes { bytes in
                // A null pointer would make libcurl read the body from standard input.
                let start = bytes.baseAddress ?? UnsafeRawPointer(errorText)
                ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            }
            if request.method != "POST" { ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method) }
        } else if request.method == "HEAD" {
            ccurl_set_long(handle, CURLOPT_NOBODY, 1)
        } else if request.method != "GET" {
            ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func configureHeaders(_ request: HTTPRequest) {
        var lines = request.headers.map { name, value in
            // libcurl's spelling of a header without a value.
            value.allSatisfy { $0 == " " || $0 == "\t" } ? "\(name);" : "\(name): \(value)"
        }
        let names = Set(request.headers.map { $0.name.lowercased() })
        lines.append("Expect:")
        // libcurl would call any body a form.
        if !names.contains("content-type") { lines.append("Content-Type:") }
        if !names.contains("user-agent") { lines.append("User-Agent: rondo") }
        for line in lines { headerList = curl_slist_append(headerList, line) }
        ccurl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    /// At least 1, since 0 means no bound to libcurl, and at most what its `long` of old holds.
    private static func milliseconds(_ duration: Duration) -> Int {
        let count = duration / .milliseconds(1)
        return max(1, Int(min(count.rounded(.up), 2_000_000_000)))
    }

    // MARK: Callbacks, on the loop's thread

    /// The transfer that libcurl hands back; alive as long as its handle.
    static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    static func of(handle: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        ccurl_get_pointer(handle, CURLINFO_PRIVATE, &context)
        return of(context)
    }

    /// Any other count than `count` breaks the transfer off.
    private func receivedHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        guard headerBytes <= Self.maxHeaderBytes else {
            refusal = .headersTooLarge(limit: Self.maxHeaderBytes)
            return 0
        }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            // A further answer, after a redirect or a 1xx: only the last one counts.
            noteRedirect()
            headers = HTTPHeaders()
            body = Data()
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            // libcurl has the session only while the transfer is under way.
            if checked.request.tellsTLSFacts {
                tlsVersion = ccurl_tls_version(handle).map { String(cString: $0) }
            }
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append(String(line[..<colon]), String(value))
        }
        return count
    }

    /// The answer before this one, if it was a redirect that libcurl followed.
    private func noteRedirect() {
        guard checked.request.followRedirects, (300..<400).contains(status), let location = headers["Location"] else {
            return
        }
        let url = redirects.last.map { HTTPRedirect.resolve($0.location, against: $0.url) } ?? checked.request.url
        redirects.append(
            HTTPRedirect(status: status, url: MaskedURL.mask(url), location: MaskedURL.mask(location)))
    }

    private func receivedBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= checked.request.maxBodyBytes else {
            refusal = .bodyTooLarge(limit: checked.request.maxBodyBytes)
            return count == 0 ? 1 : 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    // MARK: Ending

    /// What the transfer came to, once libcurl is through with it.
    func result(of code: CURLcode) -> Result<HTTPResponse, HTTPTransportError> {
        if let refusal { return .failure(refusal) }
        guard code == CURLE_OK else { return .failure(error(of: code)) }
        return .success(
            HTTPResponse(
                status: long(CURLINFO_RESPONSE_CODE), headers: headers, body: body,
                timings: HTTPTimings(
                    dns: time(CURLINFO_NAMELOOKUP_TIME_T), connect: time(CURLINFO_CONNECT_TIME_T),
                    tls: time(CURLINFO_APPCONNECT_TIME_T), firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
                    total: time(CURLINFO_TOTAL_TIME_T)),
                httpVersion: httpVersion, finalURL: MaskedURL.mask(string(CURLINFO_EFFECTIVE_URL)),
                redirects: redirects, ip: address, tls: tlsFacts))
    }

    private func error(of code: CURLcode) -> HTTPTransportError {
        let endpoint = currentEndpoint
        let detail =
            String(cString: errorText).isEmpty ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .resolve(host: hostNamed(in: detail) ?? checked.host)
        case CURLE_COULDNT_CONNECT: return .connect(endpoint: endpoint, reason: systemReason ?? detail)
        case CURLE_OPERATION_TIMEDOUT:
            let connecting = time(CURLINFO_PRETRANSFER_TIME_T) == .zero
            let limit =
                connecting ? min(checked.request.connectTimeout, checked.request.timeout) : checked.request.timeout
            let phase: HTTPTransportError.Phase =
                connecting ? .connecting : time(CURLINFO_STARTTRANSFER_TIME_T) == .zero ? .waiting : .receiving
            return .timedOut(endpoint: endpoint, phase: phase, after: limit)
        case CURLE_TOO_MANY_REDIRECTS: return .tooManyRedirects(limit: checked.request.maxRedirects)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(endpoint: endpoint, reason: detail)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
            return .connectionLost(endpoint: endpoint, reason: detail)
        case CURLE_URL_MALFORMAT: return .invalidURL(MaskedURL.mask(checked.request.url), reason: detail)
        default: return .protocolViolation(endpoint: endpoint, reason: detail)
        }
    }

    /// `host:port` of the address that was last asked, which a redirect may have changed.
    private var currentEndpoint: String {
        let url = string(CURLINFO_EFFECTIVE_URL)
        guard url != checked.request.url, let hop = try? CheckedRequest(HTTPRequest(url: url)) else {
            return checked.endpoint
        }
        return hop.endpoint
    }

    /// The last word of "Could not resolve host: x".
    private func hostNamed(in detail: String) -> String? {
        detail.firstRange(of: ": ").map { String(detail[$0.upperBound...]) }
    }

    /// The operating system's word for why a connection failed, such as "connection refused".
    private var systemReason: String? {
        let number = long(CURLINFO_OS_ERRNO)
        return number == 0 ? nil : String(cString: strerror(Int32(number))).lowercased()
    }

    private var address: String? {
        let text = string(CURLINFO_PRIMARY_IP)
        return text.isEmpty ? nil : text
    }

    private var tlsFacts: HTTPTLSFacts? {
        guard checked.request.tellsTLSFacts, tlsVersion != nil else { return nil }
        var certificate: [String: String] = [:]
        var item = ccurl_certificate(handle)
        while let line = item {
            let text = String(cString: line.pointee.data)
            // The certificate itself is of no use to anybody who reads.
            if let colon = text.firstIndex(of: ":"), !text.hasPrefix("Cert:") {
                certificate[String(text[..<colon])] = String(text[text.index(after: colon)...])
            }
            item = line.pointee.next
        }
        return HTTPTLSFacts(version: tlsVersion, certificate: certificate)
    }

    private var httpVersion: String {
        switch long(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_2_0): "2"
        case Int(CURL_HTTP_VERSION_3): "3"
        default: "1.1"
        }
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_get_long(handle, info, &value)
        return value
    }

    private func string(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        ccurl_get_string(handle, info, &value)
        return value.map { String(cString: $0) } ?? ""
    }

    private func time(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        ccurl_get_offset(handle, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }
}
