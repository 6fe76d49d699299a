import Model

/// CloudResource: its instances and what is done about drift.
extension KindSections {
    func addFacts(of spec: CloudResourceSpec, to sheet: inout Sheet) {
        sheet.add("Environment", spec.environment)
        sheet.add("Provider", "\(spec.provider.rawValue), \(spec.type.rawValue)")
        sheet.add("Replicas", "\(status.readyReplicas ?? 0) of \(spec.replicas) running")
        if let cloud = spec.configuration.cloud {
            sheet.add(
                "Instance", TerminalText.safe("\(cloud.instanceType) in \(cloud.zone ?? cloud.region)", limit: 200))
        } else {
            let resources = spec.configuration.resources
            sheet.add("Resources", "cpu \(resources.cpu), memory \(resources.memory) each")
        }
        if let schedule = spec.schedule {
            sheet.add("Schedule", "\(schedule)")
            let isDown = status.condition(.ready)?.reason == .scheduledDown
            sheet.add(
                isDown ? "Starts" : "Stops", status.nextUptimeChange.map { Moments.text($0, at: now) })
        }
        sheet.add("Deletion policy", spec.deletionPolicy.rawValue)
        sheet.add("Update policy", (spec.updatePolicy ?? .inPlace).rawValue)
        sheet.add("Drift policy", driftPolicy(of: spec))
    }

    private func driftPolicy(of spec: CloudResourceSpec) -> String {
        if let own = spec.drift { return "\(own)" }
        let inherited = description.environment?.drift
        return (inherited ?? .correct).rawValue + (inherited == nil ? "" : " (the environment's)")
    }

    func instances() -> String {
        let instances = status.instances ?? []
        guard !instances.isEmpty else { return "" }
        let hasImages = instances.contains { $0.image != nil }
        var table = Table(
            [
                .init("ORDINAL"), .init("ID"), .init("STATE"), .init("WORKER"), .init("ADDRESS"), .init("AGE"),
                .init("DRIFT"),
            ] + (hasImages ? [.init("IMAGE")] : []))
        for instance in instances {
            let cells: [Table.Cell] = [
                "\(instance.ordinal)", Table.Cell(instance.id.rawValue),
                Table.Cell(instance.state.rawValue, tone: instance.state == .running ? .good : .caution),
                Table.Cell(instance.worker?.rawValue ?? "", tone: instance.worker?.tone ?? .plain),
                Table.Cell(instance.address ?? ""), Table.Cell(Spans.age(of: instance.createdAt, at: now)),
                Table.Cell(instance.drift ?? "", tone: instance.drift == nil ? .plain : .caution),
            ]
            table.add(cells + (hasImages ? [Table.Cell(instance.image ?? "")] : []))
        }
        return table.text(wide: true, style: style)
    }
}
