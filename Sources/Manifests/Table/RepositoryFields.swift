import Model

/// `rondo.yaml` at the root of a source's path.
package enum RepositoryFields {
    package static let configuration = Schema(
        "What holds for a whole repository; where it limits something, as the last converged commit had it.",
        fields: [
            Field("defaults", .object(defaults), .defaulted(.object([:])), "What manifests that say nothing get."),
            Field(
                "prune", .object(prune), .defaulted(.object([:])), "The most that may go before it is held."),
            Field(
                "ignore", .list(.string(TextRule(.ignorePattern, references: .literal)), minimum: 0),
                .defaulted(.array([])),
                "Files that are no manifests, as patterns of `.rondoignore`; a `.rondoignore` has the last word."),
            Field(
                "requireSignedCommits", .object(signedCommits), .optional,
                "Once this has converged, only later commits that one of these keys has signed are used."),
            Field("pullRequests", .object(pullRequests), .optional, "What is done for pull requests.", .declaredOnly),
            Field("workers", .object(workers), .optional, "The workers that join.", .declaredOnly),
        ])

    private static let defaults = Schema(
        "What manifests that say nothing get.",
        fields: [
            Field("drift", .cases(of: DriftPolicy.self), .optional, "Of an Environment."),
            Field("timeout", .duration(positive: true), .optional, "Of a test, below the `defaults` of its suite."),
            Field(
                "retry", .object(TestFields.retry), .optional, "Of a test, below the `defaults` of its suite."),
        ])

    private static let prune = Schema(
        "The most that may go before it is held.",
        fields: [
            Field(
                "maxObjects", .count(0...100_000), .defaulted(.integer(5)),
                "Objects and instances that may go; more is held when it is more than `maxPercent` too."),
            Field(
                "maxPercent", .count(0...100), .defaulted(.integer(20)),
                "Of an environment's objects and instances at the window's start, in per cent."),
            Field("window", .duration(positive: true), .defaulted(.string("1h")), "Over which they are counted."),
            Field(
                "grace", .duration(positive: false), .defaulted(.string("0s")),
                "How long what git no longer wants is left."),
        ])

    private static let signedCommits = Schema(
        "Whose signatures count.",
        fields: [
            Field(
                "keys", .list(.string(TextRule(.commitSigner)), minimum: 1), .required,
                "SSH public keys, lines of allowed signers (ssh-keygen), or armoured OpenPGP public keys.")
        ])

    private static let pullRequests = Schema(
        "What is done for pull requests.",
        fields: [
            Field(
                "run", .cases(of: RepositoryConfiguration.PullRequests.Run.self), .defaulted(.string("changed")),
                "Which suites run."),
            Field("preview", .string(TextRule(.title)), .optional, "The label that asks for a preview."),
        ])

    private static let workers = Schema(
        "The workers that join.",
        fields: [Field("version", .string(TextRule(.title)), .required, "The version that they must have.")])
}
