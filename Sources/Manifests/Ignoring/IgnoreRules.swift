import Model

/// Which files of a tree are no manifests, by its `.rondoignore` files and `ignore` of `rondo.yaml`.
///
/// As git does with `.gitignore`: the file nearest to a path has the last word, within it the last line that matches,
/// and below a folder that is ignored nothing is looked at.
struct IgnoreRules {
    /// So many patterns of one tree are taken.
    static let patternLimit = 10_000
    /// So many bytes of `.rondoignore` files of one tree are read.
    static let byteLimit = 1 << 20
    /// A guard against patterns that are made to take long: far above what any honest tree needs.
    static let stepLimit = 400_000_000

    /// Where it stands that a path is ignored.
    struct Verdict: Hashable, Sendable {
        let file: String
        let line: Int
        let pattern: String
    }

    /// Why the rules can't be known, so that nobody knows which files are manifests.
    private(set) var problem: String?
    /// By folder; in one of them the later file has the last word.
    private var files: [String: [IgnoreFile]] = [:]
    private var folders: [String: Verdict?] = [:]
    private var steps = 0
    private let stepLimit: Int

    /// - Parameters:
    ///   - entries: what `rondo.yaml` says; any `.rondoignore` comes after it.
    ///   - root: the folder that the tree begins at.
    init(_ tree: SourceTree, entries: [String] = [], stepLimit: Int = IgnoreRules.stepLimit) {
        self.stepLimit = stepLimit
        if !entries.isEmpty {
            add(IgnoreFile(path: RepositoryFile.path(in: tree), folder: tree.root, entries: entries))
        }
        let found = tree.files.filter { $0.path.isNamed(IgnoreFile.name) }
        let bytes = found.reduce(0) { $0 + $1.contents.count }
        guard bytes <= Self.byteLimit else {
            problem = "its `.rondoignore` files have \(bytes) bytes, and at most \(Self.byteLimit) are read"
            return
        }
        for file in found { add(IgnoreFile(path: file.path, contents: file.contents)) }
        let count = files.values.joined().reduce(0) { $0 + $1.patterns.count }
        if count > Self.patternLimit {
            problem = "its `.rondoignore` files have \(count) patterns, and at most \(Self.patternLimit) are taken"
        }
    }

    var isEmpty: Bool { files.isEmpty }

    private mutating func add(_ file: IgnoreFile) {
        guard !file.patterns.isEmpty else { return }
        files[file.folder, default: []].append(file)
    }

    /// Why a file is ignored; nil when it isn't.
    mutating func verdict(on path: String) -> Verdict? {
        guard !files.isEmpty else { return nil }
        let names = path.split(separator: "/")
        var folder = ""
        for name in names.dropLast() {
            folder = folder.isEmpty ? String(name) : "\(folder)/\(name)"
            let known = folders[folder] ?? decide(folder, isFolder: true)
            folders[folder] = .some(known)
            if let known { return known }
        }
        return decide(path, isFolder: false)
    }

    private mutating func decide(_ path: String, isFolder: Bool) -> Verdict? {
        guard steps <= stepLimit else {
            problem = "its `.rondoignore` files take too long on this tree: use fewer or simpler patterns"
            return nil
        }
        let bytes = Array(path.utf8)
        var folder = path[...]
        while !folder.isEmpty {
            folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
            let start = folder.isEmpty ? 0 : folder.utf8.count + 1
            for file in (files[String(folder)] ?? []).reversed() {
                for pattern in file.patterns.reversed()
                where pattern.matches(bytes[start...], isFolder: isFolder, steps: &steps) {
                    return pattern.isNegated
                        ? nil : Verdict(file: file.path, line: pattern.line, pattern: pattern.text)
                }
            }
        }
        return nil
    }
}

extension String {
    /// Whether the last name of a path is this one.
    func isNamed(_ name: String) -> Bool { self == name || hasSuffix("/\(name)") }
}
