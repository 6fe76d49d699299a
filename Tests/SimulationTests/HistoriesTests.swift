import Foundation
import TestSupport
import Testing

/// The real controller through random histories, in a process of its own: the simulation takes over the whole process.
struct HistoriesTests {
    @Test("placeholder")
    func placeholder() {}
}
