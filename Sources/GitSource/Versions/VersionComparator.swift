/// One condition of a range: `>=1.2`, `~1.4.0`, `1.x`.
struct VersionComparator: Hashable, Sendable {
    enum Relation: Hashable, Sendable {
        case equal, notEqual, greater, greaterOrEqual, less, lessOrEqual, tilde, caret
    }

    let relation: Relation
    /// What is given of the version; what is missing or `x` is 0 here.
    let floor: SemanticVersion
    /// How many of the three numbers are given.
    let precision: Int

    /// A pre-release is within a condition only if that names one itself, so that `>=1` never takes `2.0.0-rc.1`.
    func isMet(by version: SemanticVersion) -> Bool {
        let isExactInequality = relation == .notEqual && precision == 3
        if !version.prerelease.isEmpty, floor.prerelease.isEmpty, !isExactInequality { return false }
        switch relation {
        case .equal: return precision == 3 ? version == floor : isWithinTilde(version)
        case .notEqual:
            return precision == 3
                ? version != floor
                : compareNumbers(version, precision) != .same || version.prerelease != floor.prerelease
        case .greater: return precision == 3 ? version > floor : compareNumbers(version, precision) == .above
        case .greaterOrEqual: return version >= floor
        case .less: return version < floor
        case .lessOrEqual: return precision == 3 ? version <= floor : compareNumbers(version, precision) != .above
        case .tilde: return isWithinTilde(version)
        case .caret: return version >= floor && compareNumbers(version, caretWidth) == .same
        }
    }

    /// The same minor version, or the same major one where no minor is given; `~0.0.0` is anything.
    private func isWithinTilde(_ version: SemanticVersion) -> Bool {
        guard version >= floor else { return false }
        let isZero = (floor.major, floor.minor, floor.patch) == (0, 0, 0) && precision == 3
        return isZero || compareNumbers(version, min(precision, 2)) == .same
    }

    /// How many numbers `^` holds fast: up to the first one that is not 0.
    private var caretWidth: Int {
        if floor.major > 0 || precision < 2 { return min(precision, 1) }
        return floor.minor > 0 || precision == 2 ? 2 : 3
    }

    private enum Order { case below, same, above }

    /// Compares the first `count` numbers.
    private func compareNumbers(_ version: SemanticVersion, _ count: Int) -> Order {
        let pairs = [(version.major, floor.major), (version.minor, floor.minor), (version.patch, floor.patch)]
        for (given, limit) in pairs.prefix(count) where given != limit { return given < limit ? .below : .above }
        return .same
    }
}
