package import Foundation

/// The time of day, replaceable in tests; elapsed time is measured on the monotonic clock instead.
package protocol WallClock: Sendable {
    func now() -> Date
}

package struct SystemWallClock: WallClock {
    package init() {}

    package func now() -> Date { Date() }
}
