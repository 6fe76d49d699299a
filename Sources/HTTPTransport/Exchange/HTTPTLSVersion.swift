import CCurl

/// A version of TLS that a client may ask for.
package enum HTTPTLSVersion: String, Hashable, Sendable, CaseIterable, Comparable {
    case oneZero = "1.0"
    case oneOne = "1.1"
    case oneTwo = "1.2"
    case oneThree = "1.3"

    package static func < (left: HTTPTLSVersion, right: HTTPTLSVersion) -> Bool { left.rawValue < right.rawValue }

    /// For `CURLOPT_SSLVERSION`: the oldest that may be agreed on.
    var option: Int {
        switch self {
        case .oneZero: Int(CURL_SSLVERSION_TLSv1_0)
        case .oneOne: Int(CURL_SSLVERSION_TLSv1_1)
        case .oneTwo: Int(CURL_SSLVERSION_TLSv1_2)
        case .oneThree: Int(CURL_SSLVERSION_TLSv1_3)
        }
    }

    /// For `CURLOPT_SSLVERSION`: the newest, which libcurl keeps in the upper half.
    var maximum: Int { option << 16 }
}
