import Foundation
import Model

/// Asks clouds who changed what drifted, beside the passes, and notes it in the ledger.
actor ChangeInquirer {
    private let services: ControllerServices
    private let driftWatch: DriftWatch
    private let wake: Wake
    private var inquiries = ChangeInquiries()
    /// Lanes where it was told that nobody may be asked.
    private var refused: Set<ChangeInquiry.Lane> = []

    init(services: ControllerServices, driftWatch: DriftWatch) {
        self.services = services
        self.driftWatch = driftWatch
        wake = Wake(time: services.time)
    }

    func ask(_ asked: [ChangeInquiry], open: Set<DriftRecordKey>) {
        inquiries.keep(open)
        for inquiry in asked { inquiries.add(inquiry, at: services.time.now()) }
        if !asked.isEmpty { wake.ring() }
    }

    func isNew(_ record: DriftRecordKey) -> Bool { !inquiries.knows(record) }

    /// Until its task is cancelled.
    func run() async {
        guard !services.changeHistories.isEmpty else { return }
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for inquiry in inquiries.due(at: services.time.now()) {
                    group.addTask { await self.look(for: inquiry) }
                }
                let rest = services.time.now().advanced(by: .seconds(3_600))
                await wake.wait(until: inquiries.next ?? rest)
            }
            group.cancelAll()
        }
    }

    private func look(for inquiry: ChangeInquiry) async {
        var outcome = ChangeInquiries.Outcome.nothing
        do {
            if let author = try await services.changeHistories[inquiry.provider]?.author(of: inquiry.question) {
                await driftWatch.note(author, of: inquiry.record)
                outcome = .found
            }
            refused.remove(inquiry.lane)
        } catch {
            if CloudFault(of: error) == .refused {
                outcome = .refused
                tell(error, inquiry)
            }
        }
        inquiries.ended(inquiry, outcome, at: services.time.now())
        wake.ring()
    }

    private func tell(_ error: any Error, _ inquiry: ChangeInquiry) {
        guard refused.insert(inquiry.lane).inserted else { return }
        services.report(
            Event(
                time: services.clock.now(), object: inquiry.question.place.environment, reason: .actionFailed,
                message: "who changes instances in \(inquiry.question.place.region) stays unknown: \(error)"))
    }
}
