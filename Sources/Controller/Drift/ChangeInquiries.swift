import Foundation
import Model

/// Drift whose author is looked for.
struct ChangeInquiry: Hashable, Sendable {
    let record: DriftRecordKey
    let provider: ProviderName
    let question: ChangeQuestion

    /// What shares a quota of calls: an account's region.
    struct Lane: Hashable, Sendable {
        let account: CloudAccount
        let region: String
    }

    var lane: Lane { Lane(account: question.place.account, region: question.place.region) }
}

/// What tells a line of the drift ledger from all others, open or ended.
struct DriftRecordKey: Hashable, Sendable {
    let object: ObjectIdentity?
    let field: String
    let kind: DriftFinding.DriftClass
    let firstSeen: Date

    init(_ record: DriftRecord) {
        object = record.finding.object
        field = record.finding.field
        kind = record.finding.kind
        firstSeen = record.firstSeen
    }
}

/// Which inquiries are due: one at a time in each lane, with pauses, for as long as a cloud's account of changes may be
/// late. A plain value.
struct ChangeInquiries: Sendable {
    enum Outcome: Hashable, Sendable {
        case found
        /// Not yet, or it could not be told.
        case nothing
        /// It may not be asked.
        case refused
    }

    /// "CloudTrail typically delivers events within an average of about 5 minutes", seldom within more than 15.
    static let patience = Duration.seconds(900)
    /// "The rate of lookup requests is limited to two per second, per account, per Region" (LookupEvents).
    static let pauseOfALane = Duration.milliseconds(500)
    private static let pauses: (first: Duration, last: Duration) = (.seconds(15), .seconds(120))
    /// More at once are left unknown.
    static let limit = 1_000

    private struct Entry {
        let inquiry: ChangeInquiry
        let began: MonotonicInstant
        var next: MonotonicInstant
        var pause = ChangeInquiries.pauses.first
    }

    private var entries: [Entry] = []
    private var known: Set<DriftRecordKey> = []
    private var lanes: [ChangeInquiry.Lane: MonotonicInstant] = [:]
    private var underWay: Set<ChangeInquiry.Lane> = []

    var count: Int { entries.count }

    /// Each line of the ledger is asked about once.
    mutating func add(_ inquiry: ChangeInquiry, at now: MonotonicInstant) {
        guard entries.count < Self.limit, known.insert(inquiry.record).inserted else { return }
        entries.append(Entry(inquiry: inquiry, began: now, next: now))
    }

    /// Whether nothing needs to be looked up to add it.
    func knows(_ record: DriftRecordKey) -> Bool { known.contains(record) }

    /// Forgets lines that are neither open nor asked about any more.
    mutating func keep(_ open: Set<DriftRecordKey>) {
        known.formIntersection(open.union(entries.map(\.inquiry.record)))
    }

    /// What is to be asked now; each is under way until `ended`.
    mutating func due(at now: MonotonicInstant) -> [ChangeInquiry] {
        var due: [ChangeInquiry] = []
        for entry in entries.sorted(by: { $0.next < $1.next }) where entry.next <= now {
            let lane = entry.inquiry.lane
            guard !underWay.contains(lane), lanes[lane].map({ $0 <= now }) ?? true else { continue }
            underWay.insert(lane)
            due.append(entry.inquiry)
        }
        return due
    }

    mutating func ended(_ inquiry: ChangeInquiry, _ outcome: Outcome, at now: MonotonicInstant) {
        underWay.remove(inquiry.lane)
        lanes[inquiry.lane] = now.advanced(by: Self.pauseOfALane)
        switch outcome {
        case .found: entries.removeAll { $0.inquiry == inquiry }
        case .refused: entries.removeAll { $0.inquiry.lane == inquiry.lane }
        case .nothing:
            guard let index = entries.firstIndex(where: { $0.inquiry == inquiry }) else { return }
            let last = entries[index].began.advanced(by: Self.patience)
            if now >= last {
                entries.remove(at: index)
            } else {
                entries[index].next = min(now.advanced(by: entries[index].pause), last)
                entries[index].pause = min(entries[index].pause * 2, Self.pauses.last)
            }
        }
    }

    /// When something is due next; nil when nothing waits, or only for what is under way.
    var next: MonotonicInstant? {
        entries.filter { !underWay.contains($0.inquiry.lane) }
            .map { entry in max(entry.next, lanes[entry.inquiry.lane] ?? entry.next) }.min()
    }
}
