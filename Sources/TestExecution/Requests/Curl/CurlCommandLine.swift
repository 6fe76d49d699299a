import Foundation
import HTTPTransport
import Model

/// The command line of the curl program that repeats a request; quoted for a POSIX shell.
///
/// What proves who sends it stands as `***`. Files are named by their paths in the repository. Of a long body only the
/// beginning is shown, since the text travels with the result.
enum CurlCommandLine {
    /// Of a body, in bytes.
    static let bodyLimit = 64 << 10

    /// The trace header is left out: a repetition is another trace. So are user and password of the URL.
    ///
    /// - Parameter redactor: masks what is left of a secret where a body is cut; the rest is masked with the whole text.
    static func text(
        of request: HTTPRequest, from rest: RestRequest = RestRequest(), redactor: Redactor = Redactor()
    ) -> String {
        var words = ["curl"]
        words += methodWords(of: request)
        let url = CurlAddress.url(of: request)
        if url.contains(where: { "[]{}".contains($0) }) { words.append("-g") }
        // The empty file makes curl keep the cookies that it is told on the way.
        if request.followRedirects { words += ["-L", "--max-redirs", "\(request.maxRedirects)", "-b", ""] }
        words += CurlIdentity.words(of: rest.options.auth)
        words += optionWords(of: request, rest.options)
        words.append(url)
        words += headerWords(of: request, rest)
        if !request.cookies.isEmpty {
            words += ["-b", request.cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")]
        }
        words += bodyWords(of: request, rest, redactor)
        return words.map(ShellWord.quote).joined(separator: " ")
    }

    /// With redirects the method is left to curl where it would take the same one, since `-X` holds for every hop.
    private static func methodWords(of request: HTTPRequest) -> [String] {
        switch request.method {
        case "GET" where request.body == nil: []
        case "HEAD" where request.body == nil: ["--head"]
        case "POST" where request.followRedirects: []
        default: ["-X", request.method]
        }
    }

    private static func optionWords(of request: HTTPRequest, _ options: RequestOptions) -> [String] {
        var words: [String] = []
        switch request.version {
        case .automatic: break
        case .one: words.append("--http1.1")
        case .two: words.append(request.url.hasPrefix("https:") ? "--http2" : "--http2-prior-knowledge")
        }
        if let path = options.tls?.ca { words += ["--cacert", path] }
        if request.tls.isInsecure { words.append("-k") }
        switch request.tls.minimum {
        case .oneTwo?: words.append("--tlsv1.2")
        case .oneThree?: words.append("--tlsv1.3")
        case nil: break
        }
        words += CurlAddress.connectWords(of: request)
        // The variables of the environment make exceptions for `http_proxy`, not for this one.
        if let proxy = request.proxy { words += ["-x", MaskedURL.mask(proxy), "--noproxy", ""] }
        if request.acceptsCompression { words.append("--compressed") }
        if let timeout = options.timeout { words += ["-m", seconds(timeout)] }
        return words
    }

    private static func seconds(_ span: TimeSpan) -> String {
        let (whole, rest) = (span.milliseconds / 1_000, span.milliseconds % 1_000)
        return rest == 0 ? "\(whole)" : "\(Double(span.milliseconds) / 1_000)"
    }

    private static func headerWords(of request: HTTPRequest, _ rest: RestRequest) -> [String] {
        var words: [String] = []
        let isMultipart = rest.multipart != nil
        for (name, value) in request.headers where !isLeftOut(name.lowercased(), rest) {
            words += ["-H", value.allSatisfy { $0 == " " } ? "\(name);" : "\(name): \(value)"]
        }
        let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
        // curl would call any body a form.
        if !isMultipart, !hasType, hasBody(request) { words += ["-H", "content-type:"] }
        return words
    }

    /// What curl makes itself: the boundary of its parts, and what `auth` put there.
    private static func isLeftOut(_ name: String, _ rest: RestRequest) -> Bool {
        switch name {
        case "traceparent": true
        case "content-type": rest.multipart != nil
        case "authorization": rest.options.auth.map { CurlIdentity.makesHeader($0) } ?? false
        case "x-amz-date", "x-amz-content-sha256", "x-amz-security-token":
            if case .awsSigV4? = rest.options.auth { true } else { false }
        default: false
        }
    }

    private static func hasBody(_ request: HTTPRequest) -> Bool {
        request.body != nil || ["POST", "PUT", "PATCH"].contains(request.method)
    }

    private static func bodyWords(
        of request: HTTPRequest, _ rest: RestRequest, _ redactor: Redactor
    ) -> [String] {
        if let parts = rest.multipart { return CurlForm.words(of: parts) }
        if let path = rest.file { return ["--data-binary", "@" + path] }
        guard hasBody(request) else { return [] }
        let body = request.body ?? Data()
        var text = String(decoding: body, as: UTF8.self)
        if body.count > bodyLimit {
            let head = redactor.mask(Array(body.prefix(bodyLimit)), cutAtEnd: true)
            text = String(decoding: head, as: UTF8.self) + "… (64Ki of \(body.count) bytes)"
        }
        return [text.hasPrefix("@") ? "--data-raw" : "-d", text]
    }
}
