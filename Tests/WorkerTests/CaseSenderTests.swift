import API
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Worker

/// The cases of an attempt on their way through a real agent to a controller that fails and goes away.
struct CaseSenderTests {
    private let lease = LeaseToken(rawValue: "one")

    private static func lot(_ number: Int, of size: Int = 3) -> [CaseEntry] {
        (1...size).map { index in
            CaseEntry(report: "out.xml", event: .ended(ReportedCase(name: "\(number).\(index)")))
        }
    }

    /// Reports so many lots, and notes which of them are kept.
    private static func reporting(_ count: Int, kept: Recorder<Bool>, gate: Gate? = nil) -> RunAttempt {
        { _, _, sinks in
            for number in 1...count {
                kept.record(await sinks.cases(lot(number)))
                if number == 1 { await gate?.enter() }
                while let gate, number == 1, !gate.isOpen, !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
            return WorkerFixture.result(.passed)
        }
    }

    private func cases(_ fixture: WorkerFixture) -> FakeCases {
        fixture.controller.read { $0.cases[lease] ?? FakeCases() }
    }

    private func ended(_ fixture: WorkerFixture) async -> Bool { await eventually { fixture.result("one") != nil } }

    /// Breaks when a batch that was not answered gets another number.
    @Test func whatArrivesThoughTheAnswerIsLostIsSentAgainUnchanged() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.lostCaseAnswers = 3 }
        let kept = Recorder<Bool>()
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.reporting(5, kept: kept))) {
            #expect(await ended(fixture))
        }
        #expect(cases(fixture).titles == (1...5).flatMap { number in (1...3).map { "\(number).\($0)" } })
        #expect(cases(fixture).repeated == 3 && cases(fixture).violations == [])
        #expect(kept.all == [true, true, true, true, true])
    }

    @Test func aControllerThatIsAwayGetsThemWhenItComesBack() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let kept = Recorder<Bool>()
        let gate = Gate()
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.reporting(4, kept: kept, gate: gate))) {
            #expect(await eventually { gate.entered == 1 })
            fixture.controller.stop()
            gate.open()
            try await Task.sleep(for: .milliseconds(300))
            #expect(kept.all == [true])
            try fixture.controller.start()
            #expect(await ended(fixture))
        }
        #expect(cases(fixture).titles.count == 12 && cases(fixture).violations == [])
    }

    /// Breaks when a refusal is tried again, or later lots are sent.
    @Test func afterALostLeaseOrAFullControllerNothingMoreIsSent() async throws {
        for isLost in [true, false] {
            let fixture = try WorkerFixture()
            try fixture.controller.start()
            let lease = lease
            fixture.controller.change { state in
                if isLost { state.lost = [lease] } else { state.keptBatches = 1 }
            }
            let kept = Recorder<Bool>()
            let gate = Gate()
            fixture.queue("one")
            try await fixture.serving(
                fixture.agent { grant, scratch, sinks in
                    let result = await Self.reporting(4, kept: kept)(grant, scratch, sinks)
                    gate.open()
                    return result
                }
            ) {
                #expect(await eventually { gate.isOpen })
            }
            #expect(kept.all == (isLost ? [false, false, false, false] : [true, false, false, false]))
            #expect(fixture.controller.read { $0.calls["/worker/v1/cases"] } == (isLost ? 1 : 2))
        }
    }

    @Test func aControllerThatDoesNotKnowCasesGetsTheResultAllTheSame() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.failures["/worker/v1/cases"] = (404, .notFound) }
        let kept = Recorder<Bool>()
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.reporting(2, kept: kept))) {
            #expect(await ended(fixture))
        }
        #expect(kept.all == [false, false] && fixture.result("one")?.outcome == .passed)
    }
}
