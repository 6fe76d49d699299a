/// What each configured source wants, in the order they were configured.
package struct DesiredSources: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let source: String
        package let desired: DesiredState

        package init(source: String, desired: DesiredState) {
            self.source = source
            self.desired = desired
        }
    }

    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// The sets in force; a source that was never read has none.
    package var sets: [DesiredSet] { entries.compactMap(\.desired.set) }

    /// Whether nothing about any source is old or missing.
    package var isKnown: Bool { entries.allSatisfy(\.desired.isKnown) }

    package subscript(source: String) -> DesiredState? { entries.first { $0.source == source }?.desired }
}
