import Foundation
import Model

/// What only one kind has to tell: facts beside the shared ones, and sections after the conditions.
struct KindSections {
    let description: ObjectDescription
    let now: Date
    let style: Style

    init(_ description: ObjectDescription, now: Date, style: Style) {
        self.description = description
        self.now = now
        self.style = style
    }

    var status: ObjectStatus { description.object.status }

    func addFacts(to sheet: inout Sheet) {
        switch description.object.declared.spec {
        case .environment(let spec): addFacts(of: spec, to: &sheet)
        case .cloudResource(let spec): addFacts(of: spec, to: &sheet)
        case .testSuite(let spec): addFacts(of: spec, to: &sheet)
        case .alertRule(let spec): addFacts(of: spec, to: &sheet)
        case .cachePolicy(let spec): addFacts(of: spec, to: &sheet)
        }
    }

    func addSections(to sheet: inout Sheet) {
        switch description.object.declared.spec {
        case .environment:
            sheet.section("Services", services())
            addDrift(to: &sheet)
        case .cloudResource:
            sheet.section("Instances", instances())
            let health = InstanceHealth(reports: description.instanceReports, style: style)
            if !health.table.isEmpty { sheet.section("Health", health.table) }
            for console in health.consoles { sheet.section("Console of instance \(console.ordinal)", console.text) }
            addDrift(to: &sheet)
        case .testSuite: addRuns(to: &sheet)
        case .alertRule, .cachePolicy: break
        }
    }

    private func addDrift(to sheet: inout Sheet) {
        guard !description.drift.isEmpty else { return }
        sheet.section("Open drift", DriftReport.table(description.drift, now: now, style: style))
    }
}

extension [String] {
    /// `a, b`, nil for none.
    var listed: String? { isEmpty ? nil : joined(separator: ", ") }
}
