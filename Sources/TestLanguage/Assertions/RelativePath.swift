/// Paths of files that a test may look at: below a folder, and never out of it.
enum RelativePath {
    static func check(_ path: String, span: TextSpan) throws(LanguageError) {
        guard !Template.mayHoldReferences(path) else { return }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(0) else {
            throw LanguageError(
                "`\(path)` is no path inside the folder of the test: write it without `..` and a `/` at its start",
                span: span)
        }
    }
}
