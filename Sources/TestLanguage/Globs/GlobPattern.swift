/// A pattern of paths below a folder: `*`, `?` and `[a-z]` within a name, `**` for any number of folders.
package struct GlobPattern: Hashable, Sendable {
    /// What its paths begin at.
    package enum Base: Hashable, Sendable {
        /// A repository; the pattern is relative to this folder of it, "" for its root.
        case repository(folder: String)
        /// The working directory of an attempt, which it can't leave.
        case workingDirectory
    }

    /// What stands between two slashes.
    enum Part: Hashable, Sendable {
        /// `**`: any number of folders, also none.
        case folders
        case name(String)
        case wildcard([GlobToken])
    }

    /// From the base's root; never empty, and the last one is no `folders`.
    let parts: [Part]

    /// Reads a pattern that is relative to `folder`, a path from the repository's root ("" for the root).
    package init(_ text: String, folder: String) throws(GlobError) {
        try self.init(text, below: .repository(folder: folder))
    }

    package init(_ text: String, below base: Base) throws(GlobError) {
        guard !text.hasPrefix("/") else { throw GlobError("it begins with `/`, and \(base.wording)") }
        guard !text.contains("\\") else {
            throw GlobError("it holds a `\\`: separate folders with `/`, and write `[*]` for a `*` that is meant")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw GlobError("it holds a control character")
        }
        guard !text.hasSuffix("/") else { throw GlobError("it names a folder: write `\(text)**` for the files in it") }
        var parts = base.folder.split(separator: "/").map { Part.name(String($0)) }
        for component in text.split(separator: "/") where component != "." {
            guard component == ".." else {
                let part = try Self.part(component)
                if part != .folders || parts.last != .folders { parts.append(part) }
                continue
            }
            guard let parent = parts.popLast() else { throw GlobError("its `..` leaves \(base.name)") }
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
    package var literalPrefix: String {
        var names: [String] = []
        for part in parts {
            guard case .name(let name) = part else { break }
            names.append(name)
        }
        return isPath ? names.joined(separator: "/") : names.map { "\($0)/" }.joined()
    }

    /// Whether it is the path of one file, without any wildcard.
    package var isPath: Bool { parts.allSatisfy { if case .name = $0 { true } else { false } } }

    package func matches(_ path: String) -> Bool {
        WildcardMatch.find(parts, in: path.split(separator: "/", omittingEmptySubsequences: false)) { part in
            part == .folders
        } fits: { part, name in
            part.fits(name)
        }
    }

    /// Whether a path below this folder may match; false only when none can.
    package func mayMatch(below folder: String) -> Bool {
        let names = folder.split(separator: "/")
        for (index, name) in names.enumerated() {
            guard index < parts.count else { return false }
            if parts[index] == .folders { return true }
            guard parts[index].fits(name) else { return false }
        }
        return names.count < parts.count
    }
}

extension GlobPattern.Part {
    fileprivate func fits(_ name: Substring) -> Bool {
        switch self {
        case .folders: false
        case .name(let own): name == own
        case .wildcard(let tokens): GlobToken.match(tokens, Array(name.unicodeScalars))
        }
    }
}

extension GlobPattern.Base {
    fileprivate var folder: String {
        switch self {
        case .repository(let folder): folder
        case .workingDirectory: ""
        }
    }

    fileprivate var name: String {
        switch self {
        case .repository: "the repository"
        case .workingDirectory: "the working directory"
        }
    }

    fileprivate var wording: String {
        switch self {
        case .repository: "inputs are relative to the folder of the manifest"
        case .workingDirectory: "what a test writes is looked for below its working directory"
        }
    }
}

/// Why a text is no pattern.
package struct GlobError: Error, Hashable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
