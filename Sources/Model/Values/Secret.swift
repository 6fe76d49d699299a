/// A value that must never be shown: every way to print it gives `***`.
///
/// Deliberately not `Codable`: where a secret has to cross a wire, the wire type says so by calling `reveal()`.
package struct Secret: Sendable, Hashable {
    private let value: String

    package init(_ value: String) { self.value = value }

    /// The clear text; call it only where the value is used.
    package func reveal() -> String { value }

    /// Compares in a time that depends on the lengths alone.
    package static func == (left: Secret, right: Secret) -> Bool {
        let one = Array(left.value.utf8)
        let two = Array(right.value.utf8)
        var difference = one.count ^ two.count
        for index in 0..<max(one.count, two.count) {
            let first = index < one.count ? one[index] : 0
            let second = index < two.count ? two[index] : 0
            difference |= Int(first ^ second)
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
