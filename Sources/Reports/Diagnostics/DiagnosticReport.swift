package import Model

/// What is wrong with manifests, each with the place in its file, as compilers print it.
package enum DiagnosticReport {
    /// No more than this many are shown; the rest is counted.
    private static let limit = 100

    /// - Parameters:
    ///   - sources: The text of a file by its path, nil when it is not at hand; then there is no excerpt.
    /// - Returns: one block a diagnostic in order of place, each line with a newline.
    package static func text(
        _ diagnostics: [Diagnostic], sources: @escaping (String) -> String? = { _ in nil }, style: Style = .plain
    ) -> String {
        let ordered = diagnostics.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
        var excerpts = Excerpts(sources: sources)
        var text = ""
        for diagnostic in ordered.prefix(limit) {
            let isError = diagnostic.severity == .error
            let place = style.paint(TerminalText.safe(diagnostic.location.description, limit: 300), .strong)
            let kind = isError ? "" : style.paint("warning: ", .caution)
            text += "\(place): \(kind)\(TerminalText.safe(diagnostic.message, limit: 1_000))\n"
            guard !diagnostic.isConfidential,
                let excerpt = excerpts.excerpt(at: diagnostic.location, length: diagnostic.length)
            else { continue }
            text += excerpt.line + "\n"
            text += excerpt.gutter + style.paint(excerpt.mark, isError ? .bad : .caution) + "\n"
        }
        if ordered.count > limit { text += "… and \(ordered.count - limit) more\n" }
        return text
    }

    /// `2 errors in 1 of 6 files. The other 5 objects are valid.`
    package static func summary(_ diagnostics: [Diagnostic], fileCount: Int, validObjects: Int) -> String {
        let errors = diagnostics.filter { $0.severity == .error }
        let warnings = diagnostics.count - errors.count
        let trailing = warnings == 0 ? "" : " " + counted(warnings, "warning") + "."
        let objects = counted(validObjects, "object") + (validObjects == 1 ? " is valid." : " are valid.")
        guard !errors.isEmpty else { return "No errors in \(counted(fileCount, "file")). \(objects)\(trailing)" }
        let files = Set(errors.map(\.location.file)).count
        let place = "\(counted(errors.count, "error")) in \(files) of \(counted(max(fileCount, files), "file"))."
        return "\(place) The other \(objects)\(trailing)"
    }
}
