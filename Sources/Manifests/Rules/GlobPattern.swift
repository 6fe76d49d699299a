/// A pattern of repository paths: `*`, `?` and `[a-z]` within a name, `**` for any number of folders.
struct GlobPattern: Hashable, Sendable {
    /// What stands between two slashes.
    enum Part: Hashable, Sendable {
        /// `**`: any number of folders, also none.
        case folders
        case name(String)
        case wildcard([GlobToken])
    }

    /// From the repository's root; never empty, and the last one is no `folders`.
    let parts: [Part]

    /// Reads a pattern that is relative to `folder`, a path from the repository's root ("" for the root).
    init(_ text: String, folder: String) throws(GlobError) {
        guard !text.hasPrefix("/") else {
            throw GlobError("it begins with `/`, and inputs are relative to the folder of the manifest")
        }
        guard !text.contains("\\") else {
            throw GlobError("it holds a `\\`: separate folders with `/`, and write `[*]` for a `*` that is meant")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw GlobError("it holds a control character")
        }
        guard !text.hasSuffix("/") else { throw GlobError("it names a folder: write `\(text)**` for the files in it") }
        var parts = folder.split(separator: "/").map { Part.name(String($0)) }
        for component in text.split(separator: "/") where component != "." {
            guard component == ".." else {
                let part = try Self.part(component)
                if part != .folders || parts.last != .folders { parts.append(part) }
                continue
            }
            guard let parent = parts.popLast() else { throw GlobError("its `..` leaves the repository") }
            guard case .name = parent else { throw GlobError("its `..` stands behind a wildcard: leave both out") }
        }
        guard let last = parts.last, !text.hasSuffix("/.."), text != "..", !text.hasSuffix("/."), text != "." else {
            throw GlobError("it names a folder: write `\(text)/**` for the files in it")
        }
        self.parts = last == .folders ? parts + [.wildcard([.anyText])] : parts
    }

    private static func part(_ component: Substring) throws(GlobError) -> Part {
        if component == "**" { return .folders }
        let tokens = try GlobToken.tokens(of: component)
        let isPlain = tokens.allSatisfy { if case .scalar = $0 { true } else { false } }
        return isPlain ? .name(String(component)) : .wildcard(tokens)
    }

    /// The folders that every match begins with, joined and with a slash behind each; the whole path when `isPath`.
    var literalPrefix: String {
        var names: [String] = []
        for part in parts {
            guard case .name(let name) = part else { break }
            names.append(name)
        }
        return isPath ? names.joined(separator: "/") : names.map { "\($0)/" }.joined()
    }

    /// Whether it is the path of one file, without any wildcard.
    var isPath: Bool { parts.allSatisfy { if case .name = $0 { true } else { false } } }

    func matches(_ path: String) -> Bool {
        WildcardMatch.find(parts, in: path.split(separator: "/", omittingEmptySubsequences: false)) { part in
            part == .folders
        } fits: { part, name in
            switch part {
            case .folders: false
            case .name(let own): name == own
            case .wildcard(let tokens): GlobToken.match(tokens, Array(name.unicodeScalars))
            }
        }
    }
}

/// Why a text is no pattern.
struct GlobError: Error, Hashable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
