package import Model

/// The queries by name: what the parser reads and the reference page lists.
package enum QueryWord: String, CaseIterable, Sendable {
    case status, version, url, redirects, header, cookie, body, bytes, json, xml, html, regex, variable
    case duration, firstByte, timing, size, sha256, md5, cert, ip
    case tlsVersion = "tls.version"
    case graphqlErrors = "graphql.errors"
    case line, stdout, stderr, exitCode, file, junit

    /// Of what it can be asked.
    package enum Source: Sendable { case request, command, either }

    /// Other words for it, those of Hurl among them.
    package static let aliases: [String: QueryWord] = [
        "jsonpath": .json, "xpath": .xml, "css": .html, "certificate": .cert, "rawbytes": .bytes,
    ]

    /// Everything that may be written.
    static let spellings = allCases.map(\.rawValue) + aliases.keys.sorted()

    init?(spelling: String) {
        guard let word = QueryWord(rawValue: spelling) ?? Self.aliases[spelling] else { return nil }
        self = word
    }

    package var source: Source {
        switch self {
        case .status, .version, .url, .redirects, .header, .cookie, .body, .bytes, .json, .xml, .html, .regex,
            .firstByte, .timing, .size, .sha256, .md5, .cert, .ip, .tlsVersion, .graphqlErrors:
            .request
        case .stdout, .stderr, .exitCode, .file, .junit: .command
        case .variable, .duration, .line: .either
        }
    }

    /// What follows the word, as the reference page shows it.
    package var argument: String? {
        switch self {
        case .header, .variable: "NAME"
        case .cookie: "NAME or NAME[ATTRIBUTE]"
        case .json: "JSONPATH"
        case .xml: "XPATH"
        case .html: "SELECTOR"
        case .regex: "/PATTERN/"
        case .timing: RequestPhase.allCases.map(\.rawValue).joined(separator: " or ")
        case .cert: "FACT"
        case .line: "NUMBER"
        case .file, .junit: "PATH"
        case .status, .version, .url, .redirects, .body, .bytes, .duration, .firstByte, .size, .sha256, .md5, .ip,
            .tlsVersion, .graphqlErrors, .stdout, .stderr, .exitCode:
            nil
        }
    }

    /// One sentence.
    package var documentation: String {
        switch self {
        case .status: "The status code."
        case .version: "The version of HTTP that answered: `1.0`, `1.1`, `2`."
        case .url: "Where the last answer came from, after redirects."
        case .redirects: "The redirects that were followed: a list of `{status, url, location}`."
        case .header: "A header in any case; one that came several times is a list, and as a text joined with `, `."
        case .cookie:
            "A cookie that the response sets, or its attribute: \(CookiePart.Attribute.allCases.map(\.rawValue).joined(separator: ", "))."
        case .body: "The body as text, in the character set that `Content-Type` names."
        case .bytes: "The body as bytes."
        case .json:
            "What a JSONPath (RFC 9535) selects in the body: one value, or a list where the path may select several."
        case .xml:
            "What an XPath 1.0 expression finds in the body as XML, or as HTML where `Content-Type` says so; the prefix `_` is the default namespace."
        case .html: "The elements that a CSS selector finds in the body as HTML, as texts."
        case .regex: "The first group of the first match in the body."
        case .variable: "What an earlier step or test captured."
        case .duration: "How long it took in all."
        case .firstByte: "How long the first byte of the answer took."
        case .timing:
            "When a phase ended, from the start of the request; zero for one that a reused connection skipped."
        case .size: "The number of bytes of the body."
        case .sha256: "The SHA-256 digest of the body, in hexadecimal digits."
        case .md5: "The MD5 digest of the body, in hexadecimal digits."
        case .cert:
            "A fact of the server's certificate: \(CertificateFact.allCases.map(\.rawValue).joined(separator: ", "))."
        case .ip: "The address that answered."
        case .tlsVersion: "The version of TLS: `TLSv1.2`, `TLSv1.3`."
        case .graphqlErrors: "The `errors` of a GraphQL answer; no value where it has none."
        case .line: "A line of the body or of standard output, counted from 1."
        case .stdout: "What a command wrote to standard output."
        case .stderr: "What a command wrote to standard error."
        case .exitCode: "The exit code of a command."
        case .file: "The text of a file in the scratch folder, after the command ended."
        case .junit:
            "A JUnit report in the scratch folder, as an object: `{tests, passed, failed, errored, skipped, flaky, suiteFailures, seconds, cases}`, counted from its cases. Each of these, up to 10,000, is `{name, className, suites, file, outcome, flaky, seconds, message}`."
        }
    }

    /// A line that uses it.
    package var example: String {
        switch self {
        case .status: "status in [200, 204]"
        case .version: "version == 2"
        case .url: "url endsWith /home"
        case .redirects: "redirects count == 1"
        case .header: "header Content-Type startsWith application/json"
        case .cookie: "cookie session[HttpOnly] exists"
        case .body: "body contains Welcome"
        case .bytes: "bytes startsWith hex,efbbbf;"
        case .json: "json $.items[?@.price > 10].sku includes A1"
        case .xml: "xml \"string(//order/@id)\" == \"7\""
        case .html: "html \"ul.menu > li\" count == 3"
        case .regex: "regex /version (\\d+)/ toInt >= 3"
        case .variable: "variable token matches ^[a-z0-9]+$"
        case .duration: "duration < 300ms"
        case .firstByte: "firstByte < 200ms"
        case .timing: "timing tls < 100ms"
        case .size: "size between 1Ki and 64Ki"
        case .sha256: "sha256 == 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
        case .md5: "md5 == acbd18db4cc2f85cedef654fccc4a4d8"
        case .cert: "cert Expire-Date daysAfterNow > 14"
        case .ip: "ip isIpv4"
        case .tlsVersion: "tls.version == TLSv1.3"
        case .graphqlErrors: "graphql.errors not exists"
        case .line: "line 1 startsWith ok"
        case .stdout: "stdout contains ready"
        case .stderr: "stderr isEmpty"
        case .exitCode: "exitCode == 0"
        case .file: "file out/report.json json $.failed == 0"
        case .junit: "junit report.xml json $.failed == 0"
        }
    }
}

extension Query {
    package var word: QueryWord {
        switch self {
        case .status: .status
        case .version: .version
        case .url: .url
        case .redirects: .redirects
        case .header: .header
        case .cookie: .cookie
        case .body: .body
        case .bytes: .bytes
        case .json: .json
        case .xml: .xml
        case .html: .html
        case .regex: .regex
        case .variable: .variable
        case .duration: .duration
        case .timing(.firstByte): .firstByte
        case .timing: .timing
        case .size: .size
        case .sha256: .sha256
        case .md5: .md5
        case .certificate: .cert
        case .ip: .ip
        case .tlsVersion: .tlsVersion
        case .graphqlErrors: .graphqlErrors
        case .line: .line
        case .exitCode: .exitCode
        case .stdout: .stdout
        case .stderr: .stderr
        case .file: .file
        case .junit: .junit
        }
    }

    /// What it finds, as far as that is known.
    var type: StaticType {
        switch self {
        case .status, .exitCode: .integer
        case .version, .url, .body, .regex, .ip, .tlsVersion, .line, .stdout, .stderr, .file: .text
        case .redirects: .list
        case .bytes: .bytes
        case .duration, .timing: .duration
        case .size: .size
        case .sha256, .md5: .digest
        case .certificate(.startDate), .certificate(.expireDate): .date
        case .junit: .object
        case .certificate, .cookie, .graphqlErrors, .header, .html, .json, .variable, .xml: .any
        }
    }
}
