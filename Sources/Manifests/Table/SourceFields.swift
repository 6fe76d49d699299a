import Model

/// The rows of one source in the operator's configuration.
enum SourceFields {
    static let source = Schema(
        "A repository that is watched.",
        fields: [
            Field(
                "name", .dnsLabel, .defaulted(.string(SourceConfiguration.defaultName)),
                "Names the source in objects, commands and the path of its webhook."),
            Field(
                "url", .string(TextRule(.nonEmpty)), .required,
                "An https://, http://, ssh:// or file:// URL, `user@host:path`, or a folder."),
            Field("ref", .object(ref), .optional, "What is followed; without it the remote's default branch."),
            Field("path", .string(TextRule(.any)), .defaulted(.string("")), "The folder of manifests within it."),
            Field(
                "interval", .duration(positive: true), .optional,
                "How often to look at it; without it as `--interval` says."),
            Field("credentials", .object(credentials), .optional, "How to prove to the server who reads."),
            Field("knownHosts", secret, .optional, "Lines of known_hosts(5); an ssh server needs one of them."),
            Field("ca", secret, .optional, "Certificate authorities in PEM, instead of those of this machine."),
            Field("signers", .object(signers), .optional, "Whose signature a commit needs, so that it is used."),
            Field(
                "repositoryKeys", .cases(of: SourceConfiguration.RepositoryKeys.self), .defaulted(.string("required")),
                "Whether `requireSignedCommits` of its `rondo.yaml` counts too; `ignored` is for keys that were lost."),
            Field("webhook", .object(webhook), .optional, "Hints of a forge that there is a new commit."),
        ])

    private static let secret = FieldType.string(TextRule(.operatorSecret))

    private static let ref = Schema(
        "What is followed; of several the most exact one: commit, name, semver, tag, branch.",
        fields: [
            Field("branch", .string(TextRule(.nonEmpty)), .optional, "A branch by its short name."),
            Field("tag", .string(TextRule(.nonEmpty)), .optional, "A tag by its short name."),
            Field(
                "semver", .string(TextRule(.nonEmpty)), .optional,
                "The newest tag that is a version within this range, for example `>=1.2 <2`."),
            Field("commit", .string(TextRule(.nonEmpty)), .optional, "A whole commit id."),
            Field("name", .string(TextRule(.nonEmpty)), .optional, "A full name, for example `refs/pull/7/head`."),
        ])

    private static let credentials = Schema(
        "How to prove to the server who reads.",
        fields: [
            Field(
                "username", .string(TextRule(.nonEmpty)), .optional,
                "With `password`, or of an ssh server (default `git`)."),
            Field("password", secret, .optional, "Of HTTP basic authentication; a forge takes an access token."),
            Field("token", secret, .optional, "Sent as `Authorization: Bearer`."),
            Field("privateKey", secret, .optional, "An ed25519 or ECDSA key for ssh."),
            Field("passphrase", secret, .optional, "Of the private key."),
        ],
        rules: [
            .exactlyOne(["password", "token", "privateKey"]), .onlyWith("passphrase", with: "privateKey"),
        ])

    private static let signers = Schema(
        "Whose signature a commit needs.",
        fields: [
            Field("openPGP", .list(secret, minimum: 0), .defaulted(.array([])), "Armoured OpenPGP public keys."),
            Field("ssh", .list(secret, minimum: 0), .defaulted(.array([])), "Files of allowed signers (ssh-keygen)."),
        ])

    private static let webhook = Schema(
        "Hints of a forge that there is a new commit.",
        fields: [
            Field("type", .cases(of: WebhookConfiguration.Sender.self), .required, "Who sends them."),
            Field("secret", secret, .required, "What the forge signs them with."),
            Field(
                "header", .string(TextRule(.headerName)), .optional,
                "Of `generic`: the header with the signature (default `X-Signature`)."),
        ])
}
