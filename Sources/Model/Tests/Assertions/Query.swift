/// What a value is taken from.
package enum Query: Hashable, Sendable, Codable {
    case status
    /// Of HTTP: `1.0`, `1.1`, `2`, `3`.
    case version
    /// Where the last answer came from.
    case url
    case redirects
    case header(String)
    case cookie(CookiePart)
    case body
    case bytes
    case json(JSONPath)
    /// An XPath 1.0 expression on the body as XML, or as HTML where it is that.
    case xml(String)
    /// A CSS selector on the body as HTML.
    case html(String)
    /// The first group of a pattern in the body.
    case regex(String)
    /// What a test or step before it captured.
    case variable(String)
    case duration
    case timing(RequestPhase)
    /// Of the body, in bytes.
    case size
    case sha256
    case md5
    case certificate(CertificateFact)
    case ip
    case tlsVersion
    case graphqlErrors
    /// A line of the body or of standard output, counted from 1.
    case line(Int)
    case exitCode
    case stdout
    case stderr
    /// What is in a file of the scratch folder.
    case file(String)
    /// The counts and the cases of a JUnit report in the scratch folder.
    case junit(String)
}

/// When a phase of an exchange ended, counted from its start.
package enum RequestPhase: String, Hashable, Sendable, Codable, CaseIterable {
    case dns, connect, tls, firstByte, total
}

/// A cookie that a response sets, or one attribute of it.
package struct CookiePart: Hashable, Sendable, Codable {
    package enum Attribute: String, Hashable, Sendable, Codable, CaseIterable {
        case value = "Value"
        case expires = "Expires"
        case maxAge = "Max-Age"
        case domain = "Domain"
        case path = "Path"
        case secure = "Secure"
        case httpOnly = "HttpOnly"
        case sameSite = "SameSite"
    }

    package let name: String
    package let attribute: Attribute

    package init(_ name: String, _ attribute: Attribute = .value) {
        self.name = name
        self.attribute = attribute
    }
}

/// A fact of the certificate that the server showed.
package enum CertificateFact: String, Hashable, Sendable, Codable, CaseIterable {
    case subject = "Subject"
    case issuer = "Issuer"
    case startDate = "Start-Date"
    case expireDate = "Expire-Date"
    case serialNumber = "Serial-Number"
    case subjectAltName = "Subject-Alt-Name"
}
