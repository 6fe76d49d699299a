import CCurl
import Foundation

/// One exchange in progress with its libcurl handle: a request, and those that redirects make of it. Lives on the
/// loop's thread alone.
final class Transfer {
    /// What is to be done when libcurl is through with a hop.
    enum Step {
        case finished(Result<HTTPResponse, HTTPTransportError>)
        /// A redirect is followed.
        case again(Hop)
    }

    let id: UInt64
    let handle: UnsafeMutableRawPointer
    let checked: CheckedRequest
    let options: HTTPClient.Options
    private(set) var hop: Hop
    /// Of libcurl, for the handle's life or the hop's.
    var lists = CurlLists()
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// 1 while no connection may be made to a link-local address, 2 once one was refused.
    let refusesLinkLocal = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private let continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>
    private var answer = Answer()
    private var redirects: [HTTPRedirect] = []
    /// Of the hops before this one, added up.
    private(set) var spent = HTTPTimings()
    /// Set by a callback that broke the transfer off.
    var refusal: HTTPTransportError?
    /// What is sent of a file, of this hop.
    var uploaded: UploadedFile?
    /// The cookies of the jar that the request started with.
    private var given: [CookieLine] = []

    static let maxHeaderBytes = 256 << 10

    /// nil when libcurl has no memory for a handle.
    init?(
        id: UInt64, request: CheckedRequest, options: HTTPClient.Options,
        continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>
    ) {
        guard let handle = curl_easy_init() else { return nil }
        self.id = id
        self.handle = handle
        self.options = options
        checked = request
        hop = Hop(request)
        self.continuation = continuation
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        refusesLinkLocal.initialize(to: 0)
        configure()
        fillJar()
    }

    deinit {
        curl_easy_cleanup(handle)
        lists.free()
        errorText.deallocate()
        refusesLinkLocal.deallocate()
    }

    func finish(_ result: Result<HTTPResponse, HTTPTransportError>) {
        checked.request.jar?.take(cookies, before: given)
        continuation.resume(returning: result)
    }

    // MARK: The jar

    private func fillJar() {
        let request = checked.request
        guard let jar = request.jar, !request.headers.contains(where: { $0.name.lowercased() == "cookie" }) else {
            return
        }
        given = jar.lines(without: Set(request.cookies.map(\.name)))
        for cookie in given { ccurl_set_string(handle, CURLOPT_COOKIELIST, cookie.text) }
    }

    /// All that the handle knows.
    private var cookies: [CookieLine] {
        let head = ccurl_cookies(handle)
        defer { curl_slist_free_all(head) }
        var lines: [CookieLine] = []
        var item = head
        while let line = item {
            lines.append(CookieLine(text: String(cString: line.pointee.data)))
            item = line.pointee.next
        }
        return lines
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
    func receivedHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = HeaderLine(UnsafeRawBufferPointer(start: bytes, count: count))
        switch line {
        case .status(let code):
            // A further answer, after a 1xx or a challenge: only the last one counts.
            answer = Answer(status: code, headerBytes: answer.headerBytes)
            // libcurl has the session only while the transfer is under way.
            if checked.request.tellsTLSFacts {
                answer.tlsVersion = ccurl_tls_version(handle).map { String(cString: $0) }
            }
        case .field(let name, let value):
            if !hop.cookies.isEmpty, name.lowercased() == "set-cookie" { replaceCookie(value) }
            answer.headers.append(name, value)
        case .other: break
        }
        answer.headerBytes += count
        guard answer.headerBytes <= Self.maxHeaderBytes else {
            refusal = .headersTooLarge(limit: Self.maxHeaderBytes)
            return 0
        }
        return count
    }

    /// The jar has what the server set, which takes the place of what the request came with.
    private func replaceCookie(_ value: String) {
        let name = value.prefix { $0 != "=" && $0 != ";" }.trimmingCharacters(in: .whitespaces)
        if hop.isAtHome { hop.cookies.removeAll { $0.name == name } }
    }

    /// `CURL_READFUNC_ABORT` breaks the transfer off.
    func wantsBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes, let found = uploaded?.read(into: bytes, upTo: count) else {
            let path = hop.file?.url.path(percentEncoded: false) ?? ""
            refusal = .invalidRequest(reason: "\(path) can't be read, or is shorter than it was")
            return Int(CURL_READFUNC_ABORT)
        }
        return found
    }

    /// `CURL_SEEKFUNC_OK`, or `CURL_SEEKFUNC_FAIL`.
    func seeksBody(_ offset: curl_off_t, _ origin: Int32) -> Int32 {
        origin == SEEK_SET && uploaded?.seek(to: Int(offset)) == true ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
    }

    func receivedBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard answer.body.count + count <= checked.request.maxBodyBytes else {
            refusal = .bodyTooLarge(limit: checked.request.maxBodyBytes)
            return count == 0 ? 1 : 0
        }
        answer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    // MARK: Ending

    /// What comes after a hop that libcurl is through with.
    func ended(with code: CURLcode) -> Step {
        if let refusal { return .finished(.failure(refusal)) }
        guard code == CURLE_OK else { return .finished(.failure(failure(of: code))) }
        if checked.request.version == .two, httpVersion != "2" {
            return .finished(
                .failure(.version(endpoint: hop.origin.endpoint, wanted: "2", answered: httpVersion)))
        }
        guard checked.request.followRedirects, Hop.isRedirect(answer.status),
            let location = answer.headers.all("Location").first, !location.isEmpty
        else { return .finished(.success(response)) }
        guard redirects.count < checked.request.maxRedirects else {
            return .finished(.failure(.tooManyRedirects(limit: checked.request.maxRedirects)))
        }
        guard timings.total < checked.request.timeout else {
            return .finished(
                .failure(
                    .timedOut(endpoint: hop.origin.endpoint, phase: .receiving, after: checked.request.timeout)))
        }
        do {
            return .again(
                try hop.following(
                    answer.status, to: location, allowsLinkLocal: checked.request.allowsLinkLocal))
        } catch {
            return .finished(.failure(error))
        }
    }

    /// Goes on with what a redirect made of the request; the handle must be in no use.
    func begin(_ next: Hop) {
        let location = answer.headers.all("Location").first ?? ""
        redirects.append(
            HTTPRedirect(status: answer.status, url: MaskedURL.mask(hop.url), location: MaskedURL.mask(location)))
        spent = timings
        hop = next
        answer = Answer()
        // Keeps the cookies that it was told.
        curl_easy_reset(handle)
        lists.free()
        errorText.pointee = 0
        configure()
    }

    private var response: HTTPResponse {
        // Where another name is asked for, libcurl's own is not the address.
        let url = checked.request.tls.serverName == nil ? string(CURLINFO_EFFECTIVE_URL) : hop.url
        return HTTPResponse(
            status: answer.status, headers: answer.headers, body: answer.body, timings: timings,
            httpVersion: httpVersion, finalURL: MaskedURL.mask(url), redirects: redirects, ip: address, tls: tlsFacts)
    }

    /// Of all hops: phases of connecting added up, the first byte that of the last answer.
    private var timings: HTTPTimings {
        HTTPTimings(
            dns: spent.dns + time(CURLINFO_NAMELOOKUP_TIME_T), connect: spent.connect + time(CURLINFO_CONNECT_TIME_T),
            tls: spent.tls + time(CURLINFO_APPCONNECT_TIME_T),
            firstByte: spent.total + time(CURLINFO_STARTTRANSFER_TIME_T),
            total: spent.total + time(CURLINFO_TOTAL_TIME_T))
    }

    private var address: String? {
        let text = string(CURLINFO_PRIMARY_IP)
        return text.isEmpty ? nil : text
    }

    private var tlsFacts: HTTPTLSFacts? {
        guard checked.request.tellsTLSFacts, let version = answer.tlsVersion else { return nil }
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
        return HTTPTLSFacts(version: version, certificate: certificate)
    }

    private var httpVersion: String {
        switch long(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_2_0): "2"
        case Int(CURL_HTTP_VERSION_3): "3"
        default: "1.1"
        }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_get_long(handle, info, &value)
        return value
    }

    func string(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        ccurl_get_string(handle, info, &value)
        return value.map { String(cString: $0) } ?? ""
    }

    func time(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        ccurl_get_offset(handle, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }
}

/// What came of one hop so far.
private struct Answer {
    var status = 0
    var headers = HTTPHeaders()
    /// Of all answers of the hop.
    var headerBytes = 0
    var body = Data()
    var tlsVersion: String?
}
