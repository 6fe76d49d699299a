package import Model

/// Which lines of which source files could run, and which did, over any number of reports.
///
/// A line that several reports tell of counts once, and ran if it did in one of them.
package struct CoverageMap: Sendable {
    /// Beyond these a report is refused.
    struct Excess: Error {}

    /// A bit for each line.
    private struct Lines: Sendable {
        var found: [UInt64] = []
        var covered: [UInt64] = []
    }

    /// The highest number of a line.
    static let lineLimit = 2_000_000
    /// Of 64 lines each, over all files: at most 64 MiB.
    private static let wordLimit = 4 << 20
    private static let fileLimit = 200_000
    /// Bytes of the names of all files.
    private static let nameLimit = 16 << 20

    private var files: [String: Lines] = [:]
    private var words = 0
    private var nameBytes = 0

    package init() {}

    /// What all of it adds up to.
    package var total: LineCoverage {
        func count(_ bits: KeyPath<Lines, [UInt64]>) -> Int {
            files.values.reduce(0) { $0 + $1[keyPath: bits].reduce(0) { $0 + $1.nonzeroBitCount } }
        }
        return LineCoverage(lines: count(\.found), covered: count(\.covered))
    }

    mutating func add(_ line: Int, of file: String, ran: Bool) throws(Excess) {
        guard (0...Self.lineLimit).contains(line) else { throw Excess() }
        let word = line / 64
        let bit = UInt64(1) << UInt64(line % 64)
        var lines: Lines
        if let known = files.removeValue(forKey: file) {
            lines = known
        } else {
            lines = Lines()
            nameBytes += file.utf8.count
            guard nameBytes <= Self.nameLimit else { throw Excess() }
        }
        if word >= lines.found.count {
            let more = word + 1 - lines.found.count
            words += 2 * more
            guard words <= Self.wordLimit, files.count < Self.fileLimit else { throw Excess() }
            lines.found += [UInt64](repeating: 0, count: more)
            lines.covered += [UInt64](repeating: 0, count: more)
        }
        lines.found[word] |= bit
        if ran { lines.covered[word] |= bit }
        files[file] = lines
    }
}
