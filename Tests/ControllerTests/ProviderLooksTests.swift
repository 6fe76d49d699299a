import Foundation
import Model
import Testing

@testable import Controller

/// Lists may be late: what they don't show is missed only when they have not shown it for long enough.
struct ProviderLooksTests {
    private let start = MonotonicInstant.now
    private let instance = ObservedInstance(
        id: InstanceID(rawValue: "i-1"), state: .running,
        tags: InstanceTags(
            installation: InstallationID(rawValue: "i"), object: .pool, ordinal: 0, incarnation: 1,
            specHash: Digest(rawValue: "h")))

    /// Breaks when `missing` leaves out how late lists may be.
    @Test("An instance is missing once lists have not shown it for as long as they may be late")
    func lateness() {
        var looks = ProviderLooks()
        func missing(_ listed: Set<InstanceID>, after seconds: Int) -> Int {
            looks.missing(
                [instance], in: listed, tolerating: .seconds(8), now: start.advanced(by: .seconds(seconds))
            ).count
        }
        #expect(missing([], after: 0) == 0)
        #expect(missing([], after: 7) == 0)
        #expect(missing([instance.id], after: 7) == 0)
        #expect(missing([], after: 9) == 0, "it was seen in between")
        #expect(missing([], after: 16) == 0)
        #expect(missing([], after: 17) == 1)
    }

    /// Breaks when `isSettling` forgets at once, or never.
    @Test("What was done to an instance is not judged by lists that may be older")
    func settling() {
        var looks = ProviderLooks()
        looks.noteSettling(of: instance.id, until: start.advanced(by: .seconds(20)))
        func isSettling(_ id: InstanceID, after seconds: Int) -> Bool {
            looks.isSettling(id, now: start.advanced(by: .seconds(seconds)))
        }
        #expect(isSettling(instance.id, after: 19))
        #expect(!isSettling(InstanceID(rawValue: "i-2"), after: 0))
        #expect(!isSettling(instance.id, after: 20))
    }
}
