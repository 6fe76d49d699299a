/// The folder of a repository that a source names, as a list of components.
enum TreePath {
    /// Reads `deploy/prod`, `./deploy/`, `.` and the empty text; the result holds no `.`, `..` or empty component.
    static func components(of path: String) throws(GitSourceError) -> [String] {
        let shown = PrintableText.line(path)
        guard path.utf8.count <= PathRule.longestPath else {
            throw .invalidPath(shown, reason: "it is longer than \(PathRule.longestPath) bytes")
        }
        guard !path.hasPrefix("/") else {
            throw .invalidPath(shown, reason: "it is taken from the repository's root, so it can't begin with `/`")
        }
        let components = path.split(separator: "/").map(String.init).filter { $0 != "." }
        for component in components {
            if component == ".." { throw .invalidPath(shown, reason: "`..` would leave the repository") }
            if let refusal = PathRule.refusal(ofName: component) {
                throw .invalidPath(shown, reason: "`\(PrintableText.line(component))` \(refusal)")
            }
        }
        return components
    }
}
