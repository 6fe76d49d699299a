package import Foundation
import Model
import Synchronization

/// A time of day that moves only when a test says so.
package final class ManualClock: WallClock {
    private let time: Mutex<Date>

    package init(_ start: Date = Date(timeIntervalSince1970: 1_800_000_000)) { time = Mutex(start) }

    package func now() -> Date { time.withLock { $0 } }
    package func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
