import Foundation
import Model
import Testing

@testable import Controller

/// When clouds are asked who changed something.
struct ChangeInquiriesTests {
    private let start = ContinuousClock.now

    private func inquiry(_ number: Int, region: String = "us-east-1") -> ChangeInquiry {
        let time = Date(timeIntervalSince1970: 1_795_255_200)
        let pool = ObjectIdentity(kind: .cloudResource, name: "vms")
        let finding = DriftFinding(
            object: pool, environment: "dev", field: "instance[\(number)]", kind: .missing, desired: "running",
            actual: nil, policy: .correct)
        return ChangeInquiry(
            record: DriftRecordKey(DriftRecord(finding: finding, firstSeen: time, lastSeen: time)), provider: .aws,
            question: ChangeQuestion(
                instance: InstanceID(rawValue: "i-\(number)"),
                place: CloudPlace(
                    environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(),
                    region: region), field: .instance, since: time))
    }

    private func after(_ milliseconds: Int64) -> MonotonicInstant { start.advanced(by: .milliseconds(milliseconds)) }

    /// Breaks when `lanes` is not kept: a burst of losses would be a burst of calls.
    @Test(
        "In a region of an account one is asked at a time, and the next half a second later; other regions do not wait")
    func lanes() {
        var inquiries = ChangeInquiries()
        for number in 0..<3 { inquiries.add(inquiry(number), at: start) }
        inquiries.add(inquiry(9, region: "eu-west-1"), at: start)
        #expect(inquiries.due(at: start) == [inquiry(0), inquiry(9, region: "eu-west-1")])
        #expect(inquiries.due(at: start) == [])
        #expect(inquiries.next == nil)
        inquiries.ended(inquiry(0), .found, at: after(100))
        #expect(inquiries.next == after(600))
        #expect(inquiries.due(at: after(599)) == [])
        #expect(inquiries.due(at: after(600)) == [inquiry(1)])
    }

    /// Breaks when what is not found is given up at once.
    @Test("What is not recorded yet is asked for again, ever more seldom, for a quarter of an hour")
    func patience() {
        var inquiries = ChangeInquiries()
        inquiries.add(inquiry(0), at: start)
        var times: [Int64] = []
        var now = start
        while let next = inquiries.next {
            now = next
            #expect(inquiries.due(at: now) == [inquiry(0)])
            times.append((now - start).components.seconds)
            inquiries.ended(inquiry(0), .nothing, at: now)
            #expect(times.count < 50)
        }
        #expect(times == [0, 15, 45, 105, 225, 345, 465, 585, 705, 825, 900])
        #expect(inquiries.count == 0)
    }

    @Test("Each line of the ledger is asked about once, and what may not be asked is dropped with all of its lane")
    func once() {
        var inquiries = ChangeInquiries()
        inquiries.add(inquiry(0), at: start)
        inquiries.add(inquiry(0), at: start)
        inquiries.add(inquiry(1), at: start)
        inquiries.add(inquiry(2, region: "eu-west-1"), at: start)
        #expect(inquiries.count == 3)
        inquiries.ended(inquiry(0), .refused, at: start)
        #expect(inquiries.count == 1)
        inquiries.add(inquiry(0), at: start)
        #expect(inquiries.count == 1)
        inquiries.keep([])
        #expect(!inquiries.knows(inquiry(0).record) && inquiries.knows(inquiry(2).record))
    }

    @Test("More than so many at once are left unknown")
    func bound() {
        var inquiries = ChangeInquiries()
        for number in 0..<ChangeInquiries.limit + 5 { inquiries.add(inquiry(number), at: start) }
        #expect(inquiries.count == ChangeInquiries.limit)
    }
}
