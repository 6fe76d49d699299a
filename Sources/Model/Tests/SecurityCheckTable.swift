extension SecurityCheck {
    /// The most paths, origins, headers or methods that one check is told.
    package static let itemLimit = 50
}

extension SecurityCheck.Name {
    package var profile: SecurityCheckProfile {
        switch self {
        case .tlsMinVersion:
            SecurityCheckProfile(
                activity: .passive, severity: .medium,
                exception: .init(severity: .high, condition: "the address is not encrypted at all"),
                owasp: .misconfiguration, bound: .init(3),
                sends:
                    "A handshake with each version of TLS that is older than the one it is told, as an old client makes it.",
                finds: "A version of TLS that is too old and is taken all the same; an address without TLS.",
                otherwise: "1.2",
                example: "\"1.2\"",
                advice: "Let the server offer TLS 1.2 and 1.3 only.")
        case .tlsCertExpiry:
            SecurityCheckProfile(
                activity: .passive, severity: .medium,
                exception: .init(
                    severity: .high, condition: "it is not valid now, or the address is not encrypted at all"),
                owasp: .misconfiguration, bound: .init(1),
                sends: "One GET of the address. Whoever signed the certificate is trusted: a `rest` test judges that.",
                finds: "A certificate that has expired, is not valid yet, or expires soon.",
                otherwise: "14d",
                example: "30d",
                advice: "Renew the certificate, and let it be renewed by itself.")
        case .hsts:
            SecurityCheckProfile(
                activity: .passive, severity: .low, exception: nil, owasp: .misconfiguration, bound: .init(1),
                sends: "One GET of the address.",
                finds:
                    "No `Strict-Transport-Security` (RFC 6797), or one that promises too short an age; an address without TLS, where browsers pass it over.",
                otherwise: "180d",
                example: "365d",
                advice: "Answer over TLS with `Strict-Transport-Security: max-age=31536000; includeSubDomains`.")
        case .headers:
            SecurityCheckProfile(
                activity: .passive, severity: .low,
                exception: .init(severity: .info, condition: "a header tells the version of the server's software"),
                owasp: .misconfiguration, bound: .init(1),
                sends: "One GET of the address.",
                finds: "Headers that tell browsers to be careful and are missing, or do not say so.",
                otherwise:
                    "`X-Content-Type-Options: nosniff`; of a page of HTML also `Content-Security-Policy`, `Referrer-Policy`, and `X-Frame-Options` where the policy has no `frame-ancestors`",
                example: "[X-Content-Type-Options, Cache-Control]",
                advice: "Let the server or its proxy add the header to every answer.")
        case .cookiesFlags:
            SecurityCheckProfile(
                activity: .passive, severity: .low,
                exception: .init(severity: .medium, condition: "the cookie's name is that of a session or token"),
                owasp: .authentication, bound: .init(1),
                sends: "One GET of the address.",
                finds:
                    "Cookies without `Secure`, `HttpOnly` (but those of CSRF tokens, which scripts read) or `SameSite`, and those that break the rule of their prefix `__Secure-` or `__Host-`.",
                otherwise: nil,
                example: nil,
                advice: "Set cookies with `Secure; HttpOnly; SameSite=Lax`, or `Strict`.")
        case .cors:
            SecurityCheckProfile(
                activity: .active, severity: .medium,
                exception: .init(severity: .high, condition: "it is let in with credentials"),
                owasp: .misconfiguration, bound: .init(3, perItem: 2),
                sends:
                    "A GET of the address for each of some foreign origins: one that nobody knows, `null`, and look-alikes of the address and of those that may be let in.",
                finds:
                    "A foreign origin that `Access-Control-Allow-Origin` lets in; `*` is found only where origins are listed, since an API may be everybody's.",
                otherwise: "no origin may be let in by its name",
                example: "[\"https://shop.example\"]",
                advice: "Compare the whole origin with a list, and never answer with whatever was sent.")
        case .authRequired:
            SecurityCheckProfile(
                activity: .passive, severity: .high,
                exception: .init(
                    severity: .info,
                    condition: "the answer is neither a success nor asks who it is, as 404 where nothing is there"),
                owasp: .authentication, bound: .init(1, perItem: 1),
                sends: "One GET of each path without credentials.",
                finds: "A path that answers 2xx to nobody in particular; 401, 403 and redirects are asking.",
                otherwise: "the address itself",
                example: "[/admin, /orders]",
                advice: "Ask for credentials before anything is answered.")
        case .methodsAllowed:
            SecurityCheckProfile(
                activity: .active, severity: .medium, exception: nil, owasp: .misconfiguration, bound: .init(4),
                sends:
                    "`TRACE`, `TRACK`, a method that does not exist, and `OPTIONS`, to the address; never a method that changes something.",
                finds:
                    "A method that is answered 2xx, or that the `Allow` of an answer lists, and is not among those that may be.",
                otherwise: "`GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` and `OPTIONS` may be",
                example: "[GET, HEAD, OPTIONS]",
                advice: "Refuse with 405 what is not served.")
        case .errorLeak:
            SecurityCheckProfile(
                activity: .active, severity: .medium, exception: nil, owasp: .misconfiguration,
                bound: .init(4, perItem: 4),
                sends:
                    "Four GETs to each path that are likely to fail: a path below it that does not exist, a query with quotes and brackets, a path that no decoder likes, and a body of broken JSON.",
                finds: "Stack traces, debug pages and errors of databases in what is answered.",
                otherwise: "the address itself",
                example: "[/orders, /search]",
                advice: "Answer errors with a number to find them by in the log, and switch debugging off.")
        case .openRedirect:
            SecurityCheckProfile(
                activity: .active, severity: .medium, exception: nil, owasp: .misconfiguration,
                bound: .init(20, perItem: 20),
                sends:
                    "GETs of each path that ask to be sent on to a foreign host, in the parameters that are often used for it (`next`, `url`, `redirect_uri` …) or, where the path ends with `=`, in that one.",
                finds: "A redirect, or a `Refresh`, that leads to the foreign host.",
                otherwise: "the address itself",
                example: "[/login, \"/out?to=\"]",
                advice: "Send on to paths of your own only, or to hosts of a list.")
        case .directoryListing:
            SecurityCheckProfile(
                activity: .passive, severity: .medium, exception: nil, owasp: .misconfiguration,
                bound: .init(10, perItem: 1),
                sends: "One GET of each folder.",
                finds: "Listings of folders as web servers and object stores make them.",
                otherwise: "the folder of the address and those above it, at most 10",
                example: "[/static, /uploads]",
                advice: "Switch the listing off (`autoindex off`, `Options -Indexes`).")
        case .rateLimit:
            SecurityCheckProfile(
                activity: .active, severity: .medium, exception: nil, owasp: .consumption, bound: .init(600),
                sends:
                    "Twice as many GETs as the rate allows in its second or minute, at most 600, 8 at a time and as fast as they are answered, until one is refused; it comes last.",
                finds: "No answer of 429 (or 503 with `Retry-After`) though the rate was surpassed.",
                otherwise: "100/s",
                example: "50/s",
                advice: "Limit requests for each client, and answer 429 with `Retry-After`.")
        case .secretsInBody:
            SecurityCheckProfile(
                activity: .passive, severity: .high,
                exception: .init(severity: .medium, condition: "it is a JWT, which may be meant for whoever asks"),
                owasp: .properties, bound: .init(1, perItem: 1),
                sends: "One GET of each path.",
                finds:
                    "What looks like a key of a cloud, a token of a forge or payment service, a private key, the hash of a password, an address with a password in it, or a JWT. What was found is never shown.",
                otherwise: "the address itself",
                example: "[/config, /users/1]",
                advice: "Leave it out of the answer, and replace it: it is known now.")
        }
    }
}
