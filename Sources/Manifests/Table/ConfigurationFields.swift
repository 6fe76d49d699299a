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
                "Where instances of clouds reach the controller: `--listen` itself, or what hands requests on to it."),
            Field("tls", .object(tls), .optional, "How the API proves who it is, and how it is trusted."),
            Field("metrics", .object(metrics), .optional, "Where Rondo's own metrics go beside its history."),
            Field(
                "encryption", .object(encryption), .optional,
                "What wraps the private keys of the state folder; without it they are files of mode 0600."),
        ])

    private static let encryption = Schema(
        "What wraps the private keys of the state folder.",
        fields: [
            Field(
                "awsKMS", .object(awsKMS), .required,
                "A symmetric key of AWS KMS, with what the controller finds to sign in.")
        ])

    private static let awsKMS = Schema(
        "A symmetric key of AWS KMS, with what the controller finds to sign in.",
        fields: [
            Field("key", .string(TextRule(.title)), .required, "Its id, ARN or alias: `alias/rondo`."),
            Field("region", .string(TextRule(.title)), .required, "The region that it is in: `eu-central-1`."),
        ])

    private static let metrics = Schema(
        "Where Rondo's own metrics go beside its history.",
        fields: [
            Field(
                "cloudwatch", .object(cloudwatch), .required,
                "Amazon CloudWatch, with what the controller finds to sign in.")
        ])

    private static let cloudwatch = Schema(
        "Amazon CloudWatch, with what the controller finds to sign in.",
        fields: [
            Field(
                "namespace", .string(TextRule(.title)), .defaulted(.string("Rondo")),
                "What the metrics stand under; not one that begins with `AWS/`."),
            Field("region", .string(TextRule(.title)), .required, "The region that they are sent to: `eu-central-1`."),
        ])

    private static let tls = Schema(
        "How the API proves who it is, and how it is trusted; files in PEM, relative to this one.",
        fields: [
            Field(
                "cert", .string(TextRule(.nonEmpty)), .optional,
                "The certificate that `--listen` shows, and behind it those that lead to its authority; without it one of "
                    + "an authority of this installation, where `--listen` is not loopback."),
            Field(
                "key", .string(TextRule(.nonEmpty)), .optional,
                "The private key of `cert`, ECDSA or RSA, without a passphrase."),
            Field(
                "ca", .string(TextRule(.nonEmpty)), .optional,
                "The authority of the certificate that is seen at `publicURL`; without it that of this installation, where "
                    + "`--listen` shows a certificate of it, and else those that a machine trusts anyway."),
        ], rules: [.onlyWith("cert", with: "key"), .onlyWith("key", with: "cert")])

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
