import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Facts of the server's certificate as libcurl tells them.
enum CertificateFacts {
    static func subject(of fact: CertificateFact, in response: HTTPResponse) -> Subject {
        guard let tls = response.tls else { return .missing("the connection is not encrypted") }
        guard let text = tls.certificate[name(of: fact)] else {
            return .missing("the certificate has no \(fact.rawValue)")
        }
        switch fact {
        case .startDate, .expireDate:
            guard let date = date(text) else { return .invalid("`\(text)` is no date") }
            return .date(date)
        // OpenSSL's blanks around the signs differ from version to version.
        case .subject, .issuer: return .text(text.replacing(" = ", with: "="))
        case .serialNumber, .subjectAltName: return .text(text)
        }
    }

    private static func name(of fact: CertificateFact) -> String {
        switch fact {
        case .startDate: "Start date"
        case .expireDate: "Expire date"
        case .serialNumber: "Serial Number"
        case .subjectAltName: "X509v3 Subject Alternative Name"
        case .subject, .issuer: fact.rawValue
        }
    }

    /// As OpenSSL prints it: `Jan  9 12:00:00 2027 GMT`.
    private static func date(_ text: String) -> Date? {
        (try? DateFormat("%b %e %H:%M:%S %Y GMT"))?.date(text)
    }
}
