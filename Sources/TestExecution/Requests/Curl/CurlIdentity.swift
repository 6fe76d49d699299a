import Model

/// curl's words for who sends a request; whoever repeats it fills the secrets in.
enum CurlIdentity {
    private static let mask = "***"

    static func words(of auth: RequestAuth?) -> [String] {
        switch auth {
        case nil: return []
        case .basic(let given)?: return ["-u", "\(given.user):\(mask)"]
        case .digest(let given)?: return ["--digest", "-u", "\(given.user):\(mask)"]
        case .bearer?, .oauth2?: return ["-H", "authorization: Bearer \(mask)"]
        case .clientCert(let given)?:
            return [
                "--cert", PEMText.isOne(given.cert) ? "client.pem" : given.cert, "--key",
                PEMText.isOne(given.key) ? "client.key" : given.key,
            ]
        case .awsSigV4(let given)?:
            let token = given.sessionToken == nil ? [] : ["-H", "x-amz-security-token: \(mask)"]
            return [
                "--aws-sigv4", "aws:amz:\(given.region):\(given.service)", "-u", "\(given.accessKey):\(mask)",
            ] + token
        }
    }

    /// Whether it sends a header `Authorization` that these words stand for.
    static func makesHeader(_ auth: RequestAuth) -> Bool {
        switch auth {
        case .bearer, .oauth2, .awsSigV4: true
        case .basic, .digest, .clientCert: false
        }
    }
}
