import CCurl
import Foundation

extension Transfer {
    /// Why libcurl broke a hop off.
    func failure(of code: CURLcode) -> HTTPTransportError {
        let endpoint = hop.origin.endpoint
        let detail =
            String(cString: errorText).isEmpty ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
        if refusesLinkLocal.pointee == 2 { return .linkLocal(endpoint: endpoint) }
        if let refusal = proxyFailure(of: code, detail) { return refusal }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .resolve(host: hostNamed(in: detail) ?? hop.origin.host)
        case CURLE_COULDNT_CONNECT: return .connect(endpoint: endpoint, reason: systemReason ?? detail)
        case CURLE_OPERATION_TIMEDOUT:
            let request = checked.request
            let connecting = time(CURLINFO_PRETRANSFER_TIME_T) == .zero
            let limit = connecting ? min(request.connectTimeout, request.timeout) : request.timeout
            let phase: HTTPTransportError.Phase =
                connecting ? .connecting : time(CURLINFO_STARTTRANSFER_TIME_T) == .zero ? .waiting : .receiving
            return .timedOut(endpoint: endpoint, phase: phase, after: limit)
        case CURLE_SSL_CERTPROBLEM:
            return .invalidRequest(reason: "its certificate or the key of it can't be used: \(detail)")
        case CURLE_SSL_CACERT_BADFILE where checked.request.tls.authorities != nil:
            return .invalidRequest(reason: "the authorities to trust are no certificates in PEM")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(endpoint: endpoint, reason: detail)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
            return .connectionLost(endpoint: endpoint, reason: detail)
        case CURLE_URL_MALFORMAT: return .invalidURL(MaskedURL.mask(hop.url), reason: detail)
        default: return .protocolViolation(endpoint: endpoint, reason: detail)
        }
    }

    /// What the request's own proxy is to blame for.
    private func proxyFailure(of code: CURLcode, _ detail: String) -> HTTPTransportError? {
        guard let proxy = checked.request.proxy else { return nil }
        let endpoint = Self.endpoint(ofProxy: proxy)
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY: return .proxy(endpoint: endpoint, reason: "cannot find its host")
        case CURLE_COULDNT_CONNECT: return .proxy(endpoint: endpoint, reason: systemReason ?? detail)
        case CURLE_PROXY: return .proxy(endpoint: endpoint, reason: detail)
        default:
            let answer = long(CURLINFO_HTTP_CONNECTCODE)
            guard answer >= 300 else { return nil }
            return .proxy(endpoint: endpoint, reason: "it answered \(answer) to CONNECT \(hop.origin.endpoint)")
        }
    }

    /// `host:port` of a proxy's URL, without user and password.
    private static func endpoint(ofProxy url: String) -> String {
        let authority = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let host = authority.prefix { $0 != "/" }
        return String(host.lastIndex(of: "@").map { host[host.index(after: $0)...] } ?? host)
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
}
