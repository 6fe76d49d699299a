import Model

/// How a request is sent, beside what it says.
enum RequestOptionFields {
    static let options = [
        Field("auth", .object(auth), .optional, "How it proves who sends it.", .byWorkers(.authentication)),
        Field(
            "cookies", .map(keys: .any, values: RequestFields.values), .optional, "Cookies to send.",
            .byWorkers(.cookies)),
        Field(
            "maxRedirects", .count(0...100), .optional, "How many redirects are followed; 20 where nothing is given.",
            .byWorkers(.redirects)),
        Field("tls", .object(tls), .optional, "What is asked of the server's certificate.", .byWorkers(.tls)),
        Field(
            "http", .cases(of: RequestOptions.HTTPVersion.self), .optional, "Version of HTTP.",
            .byWorkers(.httpVersion)),
        Field(
            "proxy", .url(schemes: ["http", "https", "socks5"], references: .resolved), .optional,
            "The proxy to send it through.", .byWorkers(.proxy)),
        Field(
            "timeout", .duration(positive: true), .optional, "Bound of this request alone.", .byWorkers(.timeout)),
        Field("compressed", .boolean, .optional, "Ask for a compressed answer.", .byWorkers(.compression)),
        Field(
            "poll", .object(poll), .optional, "Send it again until everything that is expected holds.",
            .byWorkers(.poll)),
    ]

    private static let auth = Schema(
        "How a request proves who sends it.",
        fields: [
            Field("basic", .object(credentials), .optional, "User and password in a header."),
            Field("bearer", .template, .optional, "A token."),
            Field("digest", .object(credentials), .optional, "User and password as RFC 7616 has it."),
            Field("oauth2", .object(oauth), .optional, "A token that is asked for with client credentials."),
            Field("clientCert", .object(certificate), .optional, "A certificate of one's own."),
            Field("awsSigV4", .object(aws), .optional, "AWS Signature Version 4."),
        ],
        rules: [.exactlyOne(["basic", "bearer", "digest", "oauth2", "clientCert", "awsSigV4"])])

    private static let credentials = Schema(
        "User and password.",
        fields: [
            Field("user", .template, .required, "User."), Field("password", .template, .required, "Password."),
        ])

    private static let oauth = Schema(
        "The client credentials grant of OAuth 2.",
        fields: [
            Field(
                "tokenURL", .url(schemes: ["http", "https"], references: .resolved), .required, "Where tokens are made."
            ),
            Field("clientId", .template, .required, "Who asks."),
            Field("clientSecret", .template, .required, "With what it proves that."),
            Field("scope", .template, .optional, "What the token is for."),
        ])

    private static let certificate = Schema(
        "A certificate and its key in PEM.",
        fields: [
            Field("cert", .template, .required, "The certificate's text."),
            Field("key", .template, .required, "The key's text."),
        ])

    private static let aws = Schema(
        "What signs a request to AWS.",
        fields: [
            Field("accessKey", .template, .required, "Access key."),
            Field("secretKey", .template, .required, "Secret key."),
            Field("sessionToken", .template, .optional, "Session token of temporary credentials."),
            Field("region", .template, .required, "Region."), Field("service", .template, .required, "Service."),
        ])

    private static let tls = Schema(
        "What is asked of the server's certificate.",
        fields: [
            Field("ca", RequestFields.file, .optional, "A repository file with the authorities to trust."),
            Field("insecure", .boolean, .optional, "Take any certificate."),
            Field("serverName", .template, .optional, "The name to ask for and to check."),
            Field("min", .cases(of: RequestTLS.Version.self), .optional, "The oldest version to take."),
        ])

    private static let poll = Schema(
        "Waiting, which is no new attempt.",
        fields: [
            Field("every", .duration(positive: true), .required, "Pause between requests."),
            Field("for", .duration(positive: true), .required, "When it is given up."),
        ])
}
