import Model

/// The repository files that the tests of one suite depend on.
struct SuiteInputs {
    /// Test to path to blob.
    private(set) var files: [String: [String: GitObjectID]] = [:]
    private(set) var warnings: [Diagnostic] = []
    private(set) var errors: [Diagnostic] = []

    init() {}

    /// Looks up the patterns that a suite's manifest holds.
    init(_ sites: [InputSite], of suite: ObjectIdentity, _ spec: TestSuiteSpec, in repository: inout RepositoryFiles) {
        // Tests share what stands in `defaults`, of which one warning is enough.
        var told: Set<Place> = []
        for (index, sites) in Dictionary(grouping: sites, by: \.testIndex).sorted(by: { $0.key < $1.key }) {
            guard spec.tests.indices.contains(index) else { continue }
            let match = repository.match(sites.map(\.pattern))
            files[spec.tests[index].name] = match.files
            for site in match.empty.map({ sites[$0] }) where told.insert(site.place).inserted {
                if site.isFile {
                    errors.append(
                        Self.diagnostic(
                            .error, "there is no file `\(Wording.shortened(site.text))` in the source", site, suite))
                } else {
                    warnings.append(
                        Self.diagnostic(
                            .warning, "`\(Wording.shortened(site.text))` matches no file of the source", site, suite))
                }
            }
            if let site = match.excess.map({ sites[$0] }) {
                errors.append(
                    Self.diagnostic(
                        .error,
                        "the inputs of test `\(spec.tests[index].name)` match more than \(RepositoryFiles.limit) files: "
                            + "narrow the patterns", site, suite))
            }
        }
    }

    private static func diagnostic(
        _ severity: Diagnostic.Severity, _ message: String, _ site: InputSite, _ suite: ObjectIdentity
    ) -> Diagnostic {
        Diagnostic(
            severity: severity, message: message, location: site.place.location, length: site.place.length,
            object: suite)
    }
}
