import Foundation
package import Model

extension DriftReport {
    /// The ledger for every CI that shows tests: a case for each object, failed while it has open drift, and one for each
    /// unmanaged instance.
    package static func junit(_ survey: DriftSurvey) -> String {
        let open = Dictionary(grouping: survey.open) { $0.finding.object }
        let ended = Dictionary(grouping: survey.ended) { $0.finding.object }
        let known = Set(survey.objects.map(\.object))
        // Of objects that left git since.
        let others = Set(survey.items.compactMap(\.finding.object)).subtracting(known).sorted()
        let objects = survey.objects + others.map { DriftObject(object: $0) }
        var suites = Kind.allCases.sorted().compactMap { kind -> Suite? in
            let cases = objects.filter { $0.object.kind == kind }.map { object in
                Case(object, open: open[object.object] ?? [], ended: ended[object.object] ?? [])
            }
            return cases.isEmpty ? nil : Suite(name: kind.rawValue, cases: cases)
        }
        let strays = (open[nil] ?? []) + (ended[nil] ?? [])
        if !strays.isEmpty {
            suites.append(Suite(name: "unmanaged", cases: strays.map(Case.init(stray:))))
        }
        let time = Moments.exact(survey.date)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<testsuites name=\"rondo drift\"\(counts(suites.flatMap(\.cases)))>\n"
            + suites.map { $0.text(at: time) }.joined() + "</testsuites>\n"
    }

    fileprivate static func counts(_ cases: [Case]) -> String {
        " tests=\"\(cases.count)\" failures=\"\(cases.count { !$0.open.isEmpty })\" errors=\"0\" skipped=\"0\" time=\"0\""
    }
}

private struct Suite {
    let name: String
    let cases: [Case]

    func text(at time: String) -> String {
        "  <testsuite name=\"\(name)\" timestamp=\"\(time.dropLast())\"\(DriftReport.counts(cases))>\n"
            + cases.map(\.text).joined() + "  </testsuite>\n"
    }
}

private struct Case {
    let className: String
    let name: String
    let location: SourceLocation?
    let open: [DriftRecord]
    let ended: [DriftRecord]

    init(_ object: DriftObject, open: [DriftRecord], ended: [DriftRecord]) {
        className = "drift.\(object.object.kind.rawValue)"
        let namespace = object.object.namespace
        name = namespace == ObjectIdentity.defaultNamespace ? object.object.name : "\(namespace)/\(object.object.name)"
        location = object.location
        self.open = open
        self.ended = ended
    }

    init(stray: DriftRecord) {
        className = "drift.unmanaged"
        name = stray.finding.field
        location = nil
        open = stray.isOpen ? [stray] : []
        ended = stray.isOpen ? [] : [stray]
    }

    /// One failure for all of it, since many readers take only the first of a case.
    var text: String {
        let place = location.map { " file=\"\(MarkupText.safe($0.file))\" line=\"\($0.line)\"" } ?? ""
        let start =
            "    <testcase classname=\"\(MarkupText.safe(className))\" name=\"\(MarkupText.safe(name))\"\(place) time=\"0\""
        guard let first = open.first ?? ended.first else { return "\(start)/>\n" }
        var text = "\(start)>\n"
        if !open.isEmpty {
            let more = open.count == 1 ? "" : " (and \(open.count - 1) more)"
            let message = "\(first.finding.field) \(first.sentence)\(more)"
            text +=
                "      <failure type=\"drift.\(first.finding.kind.rawValue)\" message=\"\(MarkupText.safe(message))\">"
            text += open.map(line).joined(separator: "\n") + "</failure>\n"
        }
        if !ended.isEmpty { text += "      <system-out>\(ended.map(line).joined(separator: "\n"))</system-out>\n" }
        return text + "    </testcase>\n"
    }

    private func line(_ record: DriftRecord) -> String {
        let end = record.resolution.map { ", \(DriftStanding(record).words) \(Moments.exact($0.at))" } ?? ""
        let seen = "since \(Moments.exact(record.firstSeen)), seen \(record.seen) ×"
        return MarkupText.safe(
            "\(record.finding.field) \(record.sentence); policy \(record.finding.policy.rawValue); \(seen)\(end)")
    }
}
