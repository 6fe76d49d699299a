import Model

/// Environment: its services, what belongs to it, and what it lends to tests.
extension KindSections {
    func addFacts(of spec: EnvironmentSpec, to sheet: inout Sheet) {
        sheet.add("Type", spec.type.rawValue)
        sheet.add("Extends", spec.extends)
        sheet.add("Tasks at once", spec.taskLimit.map { "\($0)" })
        sheet.add("Objects", status.objects.map { "\($0.ready) of \($0.total) ready" })
        sheet.add("Drift policy", (spec.drift ?? .correct).rawValue)
        sheet.add("Drift", status.drift.map { $0.open == 0 ? "none open" : "\($0.open) open" })
        sheet.add("Variables", spec.variables.keys.sorted().map { TerminalText.safe($0, limit: 100) }.listed)
        sheet.add("Secrets", spec.secrets.keys.sorted().map { TerminalText.safe($0, limit: 100) }.listed)
    }

    func services() -> String {
        let services = status.services ?? []
        guard !services.isEmpty else { return "" }
        var table = Table([.init("NAME"), .init("READY"), .init("KIND"), .init("URL")])
        for service in services {
            table.add([
                Table.Cell(service.name),
                service.ready ? Table.Cell("True", tone: .good) : Table.Cell("False", tone: .bad),
                service.mock ? "mock" : "address", Table.Cell(service.url ?? ""),
            ])
        }
        return table.text(wide: true, style: style)
    }
}
