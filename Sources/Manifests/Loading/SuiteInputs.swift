import Model

/// The repository files that the tests of one suite depend on.
struct SuiteInputs {
    /// Test to path to blob.
    private(set) var files: [String: [String: GitObjectID]] = [:]
    /// Test to what of them is laid into its scratch folder, sorted by path.
    private(set) var laid: [String: [ScratchFile]] = [:]
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
                if site.use == .read {
                    errors.append(
                        Self.diagnostic(
                            .error, "there is no file `\(Wording.shortened(site.text))` in the source", site, suite))
                } else {
                    warnings.append(
                        Self.diagnostic(
                            .warning, "`\(Wording.shortened(site.text))` matches no file of the source", site, suite))
                }
            }
            let laid = Self.laid(sites.filter { $0.use != .watched }, in: &repository)
            if !laid.isEmpty { self.laid[spec.tests[index].name] = laid }
            if let site = match.excess.map({ sites[$0] }) {
                errors.append(
                    Self.diagnostic(
                        .error,
                        "the inputs of test `\(spec.tests[index].name)` match more than \(RepositoryFiles.limit) files: "
                            + "narrow the patterns", site, suite))
            }
        }
    }

    /// - Parameter sites: of one manifest.
    private static func laid(_ sites: [InputSite], in repository: inout RepositoryFiles) -> [ScratchFile] {
        guard let folder = sites.first?.folder else { return [] }
        let start = folder.isEmpty ? "" : "\(folder)/"
        return repository.match(sites.map(\.pattern)).files.map { origin, blob in
            ScratchFile(
                path: String(origin.dropFirst(start.count)), origin: origin, blob: blob,
                isExecutable: repository.executables.contains(origin))
        }.sorted { $0.path < $1.path }
    }

    private static func diagnostic(
        _ severity: Diagnostic.Severity, _ message: String, _ site: InputSite, _ suite: ObjectIdentity
    ) -> Diagnostic {
        Diagnostic(
            severity: severity, message: message, location: site.place.location, length: site.place.length,
            object: suite)
    }
}
