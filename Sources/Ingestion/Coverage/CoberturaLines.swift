#if canImport(Glibc)
    import Glibc
#endif

/// Takes the lines out of a Cobertura report (coverage-04.dtd): `class` names a source file, each `line` one of its lines.
///
/// Rates are not read: lines are counted. Those of methods are also among the lines of their class, and count once.
final class CoberturaLines: XMLEvents {
    private let limits: ReportLimits
    private(set) var map: CoverageMap
    /// The name of the outermost element.
    private(set) var root = ""
    private var hasPackages = false
    private var file: String?
    private var fileDepth = 0
    /// Where the sources lie, as the report says first; the same names may stand in reports of several places.
    private var source: CutText?
    private var sourceDepth: Int?

    init(_ map: CoverageMap, limits: ReportLimits) {
        self.map = map
        self.limits = limits
    }

    var isCobertura: Bool { root == "coverage" && hasPackages }

    func started(
        _ name: UnsafePointer<CChar>, _ attributes: XMLAttributes, depth: Int, line: () -> Int
    ) throws {
        if depth == 1 { root = CutText.string(name, limit: 100) }
        if name.isNamed("line") {
            guard let file else { return }
            try take(attributes, of: file)
        } else if name.isNamed("class") {
            for (name, value) in attributes where name.isNamed("filename") {
                file = placed(CutText.string(value, limit: limits.name))
                fileDepth = depth
            }
        } else if name.isNamed("packages") {
            hasPackages = true
        } else if name.isNamed("source"), source == nil {
            source = CutText(limit: limits.name)
            sourceDepth = depth
        }
    }

    func ended(depth: Int) {
        if depth == sourceDepth { sourceDepth = nil }
        if depth == fileDepth { file = nil }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if sourceDepth != nil { source?.append(bytes) }
    }

    private func take(_ attributes: XMLAttributes, of file: String) throws {
        var number: Int?
        var ran = false
        for (name, value) in attributes {
            if name.isNamed("number") {
                number = Int(String(cString: value))
            } else if name.isNamed("hits") {
                ran = (Double(String(cString: value)) ?? 0) > 0
            }
        }
        guard let number, number >= 0 else { return }
        do {
            try map.add(number, of: file, ran: ran)
        } catch {
            throw XMLRefusal(.tooManyLines(limit: CoverageMap.lineLimit))
        }
    }

    private func placed(_ name: String) -> String {
        guard !name.hasPrefix("/"), let source = source?.text, source != "." else { return name }
        return "\(source)/\(name)"
    }
}
