import Model

/// The files of a tree that may declare more than can be read of them, each with what is wrong with it first.
struct UnreadableFiles {
    private(set) var problems: [String: Diagnostic] = [:]

    /// A file that was passed over counts where the last good objects come from it or from below it: it has taken
    /// their manifests' place.
    init(_ tree: SourceTree, _ parsed: [ParsedFile], lastGood: inout LastGood) {
        for (file, result) in zip(tree.files, parsed) {
            let unknown = result.manifests.filter { $0.identity == nil }.flatMap(\.diagnostics)
            for problem in result.errors + unknown { add(problem, file.path) }
        }
        guard !tree.notices.isEmpty else { return }
        let known = Self.withFolders(lastGood.places().flatMap(\.files))
        for notice in tree.notices where notice.severity == .error || known.contains(notice.location.file) {
            add(notice, notice.location.file)
        }
    }

    /// What is wrong with a file or with what stands in the place of its folder; nil when it could be read.
    func problem(of path: String) -> Diagnostic? {
        var rest = path[...]
        while true {
            if let problem = problems[String(rest)] { return problem }
            guard let slash = rest.lastIndex(of: "/") else { return nil }
            rest = rest[..<slash]
        }
    }

    private mutating func add(_ problem: Diagnostic, _ path: String) {
        guard let first = problems[path] else {
            problems[path] = problem
            return
        }
        if problem.location < first.location { problems[path] = problem }
    }

    /// The paths and all folders above them.
    private static func withFolders(_ paths: [String]) -> Set<String> {
        var all: Set<String> = []
        for path in paths {
            var rest = path[...]
            while all.insert(String(rest)).inserted, let slash = rest.lastIndex(of: "/") { rest = rest[..<slash] }
        }
        return all
    }
}
