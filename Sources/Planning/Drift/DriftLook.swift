package import Model

/// What one look at the world says of drift, over all sources.
package struct DriftLook: Sendable {
    package let findings: [DriftFinding]
    /// The CloudResources that were looked at.
    package let contexts: [ObjectIdentity: DriftDetector.Context]
    /// Objects whose source was never read, so that nothing can be said of them.
    private let unseen: Set<ObjectIdentity>
    /// Whether every source could say which instances are its own.
    private let seesAll: Bool

    /// - Parameter desired: with each object given to one source (`SourceOwnership`).
    /// - Returns: nil when no source was ever read.
    package init?(desired: DesiredSources, observed: ObservedState) {
        let detectors = desired.entries.compactMap { DriftDetector(desired: $0.desired, observed: observed) }
        guard !detectors.isEmpty else { return nil }
        let all = detectors.map { $0.findings() }
        let hidden = Set(desired.entries.filter { $0.desired.set == nil }.map(\.source))
        seesAll = hidden.isEmpty
        unseen = seesAll ? [] : Set(observed.objects.filter { hidden.contains($0.source) }.map(\.identity))
        // An instance is unmanaged when it is so to every source.
        let strays = all.map { $0.filter { $0.object == nil } }
        let common = strays.dropFirst().reduce(strays[0]) { rest, next in rest.filter(next.contains) }
        findings = all.flatMap { $0.filter { $0.object != nil } } + (seesAll ? common : [])
        contexts = detectors.reduce(into: [:]) { $0.merge($1.contexts()) { first, _ in first } }
    }

    /// Whether a record's end would only mean that nobody could look.
    func isUnseen(_ finding: DriftFinding) -> Bool {
        guard let object = finding.object else { return !seesAll }
        return unseen.contains(object)
    }
}
