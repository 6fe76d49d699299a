import Model

/// CachePolicy: what it holds and how it serves.
extension KindSections {
    func addFacts(of spec: CachePolicySpec, to sheet: inout Sheet) {
        sheet.add("Type", spec.type.rawValue)
        sheet.add("Scope", spec.scope.rawValue)
        sheet.add("Kept for", spec.ttl.description)
        sheet.add("Evicts", "\(spec.evictionPolicy.rawValue), tier \(spec.tier)")
        sheet.add("Environments", spec.environments.isEmpty ? "all" : spec.environments.listed)
        sheet.add("Entries", status.entries.map { "\($0)" })
        let share = status.bytes.map { Double($0) / Double(max(spec.maxSize.bytes, 1)) }
        sheet.add(
            "Size", status.bytes.map { "\(Sizes.text(Int64($0))) of \(spec.maxSize) (\(Shares.text(share ?? 0)))" })
        guard status.entries != nil else { return }
        sheet.add(
            "Hit rate",
            status.hitRate.map { "\(Shares.text($0)) since the controller started" } ?? "not asked yet")
        sheet.add("Evictions", status.evictions.map { "\($0)" })
        sheet.add("Saved time", status.savedTime.map(Spans.took))
    }
}
