/// The drift ledger in five numbers.
package struct DriftSummary: Hashable, Sendable, Codable {
    package let open: Int
    /// Those that ended within the time that was asked for.
    package let resolved: Int
    package let objects: Int
    /// Objects without open drift.
    package let inSync: Int
    /// Per cent of the objects that are in sync, rounded down so that 100 means all of them.
    package let coverage: Int

    package init(_ records: [DriftRecord], objects: some Collection<ObjectIdentity>) {
        let drifted = Set(records.filter(\.isOpen).compactMap(\.finding.object))
        open = records.count(where: \.isOpen)
        resolved = records.count - open
        self.objects = objects.count
        inSync = objects.count(where: { !drifted.contains($0) })
        coverage = objects.isEmpty ? 100 : inSync * 100 / objects.count
    }
}
