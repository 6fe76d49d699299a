/// The drift ledger in numbers; those with `total` in their names are driftctl's, and count instances.
package struct DriftSummary: Hashable, Sendable {
    package let open: Int
    /// Those that ended within the time that was asked for.
    package let resolved: Int
    package let objects: Int
    /// Objects without open drift.
    package let inSync: Int
    /// Per cent of the objects that are in sync, rounded down so that 100 means all of them.
    package let coverage: Int
    /// Instances that exist or should: managed, missing and unmanaged ones.
    package let totalResources: Int
    /// Open findings of the class.
    package let totalChanged: Int
    package let totalUnmanaged: Int
    package let totalMissing: Int
    /// Instances that should exist and do, changed ones included.
    package let totalManaged: Int
    /// How many files declare the objects.
    package let totalSourceCount: Int

    package init(_ records: [DriftRecord], objects: some Collection<DriftObject>) {
        let open = records.filter(\.isOpen)
        let drifted = Set(open.compactMap(\.finding.object))
        func count(_ kind: DriftFinding.DriftClass) -> Int { open.count { $0.finding.kind == kind } }
        self.open = open.count
        resolved = records.count - open.count
        self.objects = objects.count
        inSync = objects.count { !drifted.contains($0.object) }
        coverage = objects.isEmpty ? 100 : inSync * 100 / objects.count
        totalChanged = count(.changed)
        totalUnmanaged = count(.unmanaged)
        totalMissing = count(.missing)
        totalManaged = max(objects.reduce(0) { $0 + $1.instances } - totalMissing, 0)
        totalResources = totalManaged + totalMissing + totalUnmanaged
        totalSourceCount = Set(objects.compactMap(\.location?.file)).count
    }

    /// As driftctl counts it: per cent of the instances that git wants and has.
    package var managedCoverage: Int { totalResources == 0 ? 100 : totalManaged * 100 / totalResources }
}

extension DriftSummary: Codable {
    private enum CodingKeys: String, CodingKey {
        case open, resolved, objects, inSync, coverage
        case totalResources = "total_resources"
        case totalChanged = "total_changed"
        case totalUnmanaged = "total_unmanaged"
        case totalMissing = "total_missing"
        case totalManaged = "total_managed"
        case totalSourceCount = "total_iac_source_count"
    }
}
