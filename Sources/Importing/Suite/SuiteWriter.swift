import Model

/// Makes the result of one import: the text of the suite, within the bounds of a manifest.
enum SuiteWriter {
    static func result(
        _ suite: ImportedSuite, format: ImportFormat, file: String, notes: [ImportNote],
        needs: EnvironmentNeeds = EnvironmentNeeds()
    ) throws(ImportError) -> ImportResult {
        guard !suite.tests.isEmpty else {
            throw ImportError(file: file, "it holds no request, so there is nothing to test")
        }
        guard suite.tests.count <= ImportLimits.tests else {
            throw ImportError(
                file: file,
                "it makes \(suite.tests.count) tests, and at most \(ImportLimits.tests) are imported: split it")
        }
        let manifest = ManifestText.text(SuiteTree.node(suite))
        guard manifest.utf8.count <= ImportLimits.suiteBytes else {
            throw ImportError(
                file: file,
                "its suite would have \(manifest.utf8.count) bytes, and a manifest may have \(ImportLimits.suiteBytes): split it"
            )
        }
        let requests = suite.tests.reduce(0) { count, test in
            switch test.body {
            case .rest: count + 1
            case .integration(let steps): count + steps.count
            }
        }
        return ImportResult(
            format: format, suite: suite.name, manifest: manifest, testCount: suite.tests.count,
            requestCount: requests, notes: notes, needs: needs)
    }
}
