/// Reads the tracefiles of LCOV (geninfo(1), FILES): `SF:` names a source file, each `DA:` one of its lines.
///
/// The sums that a tracefile claims (`LF:`, `LH:`) are not read: lines are counted.
struct LCOVReader {
    private let input: ReportInput
    private let limits: ReportLimits
    private var number = 0
    private var file: String?
    private var hasFile = false

    init(input: ReportInput, limits: ReportLimits) {
        self.input = input
        self.limits = limits
    }

    mutating func read(into map: inout CoverageMap) throws {
        var lines = LineSplitter(limit: limits.name)
        var total = 0
        try input.forEachBlock(limit: limits.bytes) { block in
            total += block.count
            try lines.add(block) { try take($0, into: &map) }
        }
        try lines.finish { try take($0, into: &map) }
        guard total > 0 else { throw IngestionError(input, .empty) }
        guard hasFile else { throw IngestionError(input, .notLCOV) }
        if let file { throw IngestionError(input, line: number, .openRecords(file: file)) }
    }

    private mutating func take(_ line: String, into map: inout CoverageMap) throws {
        number += 1
        if line.hasPrefix("SF:") {
            file = String(line.dropFirst(3))
            hasFile = true
        } else if line == "end_of_record" {
            file = nil
        } else if line.hasPrefix("DA:") {
            // `DA:<line number>,<execution count>[,<checksum>]`; a count may be a float, or negative by a defect of gcov.
            let fields = line.dropFirst(3).split(separator: ",", omittingEmptySubsequences: false)
            guard let file, fields.count >= 2, let place = Int(fields[0]), place >= 0, let count = Double(fields[1])
            else { throw IngestionError(input, line: number, .badRecord(String(line.prefix(100)))) }
            do {
                try map.add(place, of: file, ran: count > 0)
            } catch {
                throw IngestionError(input, line: number, .tooManyLines(limit: CoverageMap.lineLimit))
            }
        }
    }
}
