import Model

/// AlertRule: where it stands.
extension KindSections {
    func addFacts(of spec: AlertRuleSpec, to sheet: inout Sheet) {
        let since = status.since.map { " since \(Spans.age(of: $0, at: now))" } ?? ""
        let state = status.state.map { style.paint($0.rawValue, status.state.tone) + since } ?? "not evaluated yet"
        sheet.add("Metric", AlertText.samples(of: spec))
        sheet.add("Fires when", AlertText.condition(of: spec))
        sheet.add("Severity", spec.severity.rawValue)
        sheet.add("Without data", AlertText.withoutData(spec))
        sheet.add("State", state)
        if status.state != nil { sheet.add("Value", AlertText.value(status.value, of: spec)) }
    }
}
