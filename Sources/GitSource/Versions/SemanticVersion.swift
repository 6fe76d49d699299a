/// A version of Semantic Versioning 2.0.0; by hand, because no library for it is among the dependencies.
struct SemanticVersion: Hashable, Sendable {
    let major: UInt64
    let minor: UInt64
    let patch: UInt64
    /// Empty for a release.
    let prerelease: [Identifier]
    /// Counts for nothing in comparisons.
    let build: String

    /// One part of a pre-release, between two dots.
    enum Identifier: Hashable, Sendable, Comparable {
        case number(UInt64)
        case text(String)

        /// Numbers come before texts (SemVer 11.4.3).
        static func < (left: Identifier, right: Identifier) -> Bool {
            switch (left, right) {
            case (.number(let one), .number(let two)): one < two
            case (.number, .text): true
            case (.text, .number): false
            // ASCII order, not that of a language.
            case (.text(let one), .text(let two)): one.utf8.lexicographicallyPrecedes(two.utf8)
            }
        }
    }

    init(major: UInt64, minor: UInt64, patch: UInt64, prerelease: [Identifier] = [], build: String = "") {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
        self.build = build
    }

    /// Reads `1.2.3-rc.1+build`, with or without a leading `v`; nil for anything else.
    init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let bare = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let (core, prerelease, build) = Self.parts(of: bare)
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2],
            let identifiers = Self.identifiers(prerelease), Self.isBuild(build)
        else { return nil }
        self.init(
            major: major, minor: minor, patch: patch, prerelease: identifiers, build: build.map(String.init) ?? "")
    }

    /// What stands before `-`, between it and `+`, and after that.
    static func parts(of text: Substring) -> (core: Substring, prerelease: Substring?, build: Substring?) {
        let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let before = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        return (before[0], before.count > 1 ? before[1] : nil, halves.count > 1 ? halves[1] : nil)
    }

    /// Decimal digits without leading zeros.
    static func number(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return text.count > 1 && text.first == "0" ? nil : UInt64(text)
    }

    /// nil when the text is not a list of identifiers; no text is an empty list.
    static func identifiers(_ text: Substring?) -> [Identifier]? {
        guard let text else { return [] }
        var result: [Identifier] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard isIdentifier(part) else { return nil }
            if part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                guard let number = number(part) else { return nil }
                result.append(.number(number))
            } else {
                result.append(.text(String(part)))
            }
        }
        return result
    }

    static func isBuild(_ text: Substring?) -> Bool {
        guard let text else { return true }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
    }

    private static func isIdentifier(_ part: Substring) -> Bool {
        !part.isEmpty
            && part.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            }
    }
}

extension SemanticVersion: Comparable {
    static func == (left: SemanticVersion, right: SemanticVersion) -> Bool {
        (left.major, left.minor, left.patch) == (right.major, right.minor, right.patch)
            && left.prerelease == right.prerelease
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(major)
        hasher.combine(minor)
        hasher.combine(patch)
        hasher.combine(prerelease)
    }

    static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let (one, two) = ((left.major, left.minor, left.patch), (right.major, right.minor, right.patch))
        if one != two { return one < two }
        if left.prerelease.isEmpty || right.prerelease.isEmpty {
            return !left.prerelease.isEmpty && right.prerelease.isEmpty
        }
        return left.prerelease.lexicographicallyPrecedes(right.prerelease)
    }
}
