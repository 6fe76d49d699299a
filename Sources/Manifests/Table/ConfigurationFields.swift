import Model

/// The operator's own configuration: what no manifest may say.
enum ConfigurationFields {
    static let configuration = Schema(
        "What only the operator may say.",
        fields: [
            Field("allow", .object(allow), .defaulted(.object([:])), "The bounds of what a manifest can reach."),
            Field(
                "sources", .list(.object(SourceFields.source), minimum: 0), .defaulted(.array([])),
                "The repositories that are watched, beside those of the command line."),
            Field(
                "publicURL", .url(schemes: ["https"], references: .refused), .optional,
                "Where instances of clouds reach the controller; what ends TLS there hands requests on to `--listen`."),
            Field("tls", .object(tls), .optional, "How `publicURL` is trusted."),
        ])

    private static let tls = Schema(
        "How `publicURL` is trusted.",
        fields: [
            Field(
                "ca", .string(TextRule(.nonEmpty)), .required,
                "The file with the authority of its certificate, in PEM, relative to this file; without it that of the system."
            )
        ])

    private static let allow = Schema(
        "The bounds of what a manifest can reach.",
        fields: [
            Field(
                "env", .list(.string(TextRule(.environmentPattern)), minimum: 0), .defaulted(.array([])),
                "Names or `PREFIX_*` of process environment variables that `env:` secrets may read."),
            Field(
                "secretFiles", .string(TextRule(.nonEmpty)), .optional,
                "The folder that `file:` secrets are read from, relative to this file."),
            Field(
                "endpoints", .list(.url(schemes: ["http", "https"], references: .refused), minimum: 0),
                .defaulted(.array([])),
                "Addresses that `clouds.*.endpoint` may name, with everything below their paths."),
        ])
}
