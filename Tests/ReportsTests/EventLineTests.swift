import Foundation
import Model
import Reports
import Testing

struct EventLineTests {
    private func event(
        _ reason: ConditionReason, _ message: String = "instance 0 created", object: ObjectIdentity? = nil,
        severity: Event.Severity = .normal, revision: String? = nil
    ) -> Event {
        Event(
            time: Date(timeIntervalSince1970: 1_795_255_200), object: object, severity: severity, reason: reason,
            message: message, revision: revision)
    }

    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    @Test func logsAreOneLineOfFacts() {
        #expect(
            EventLine.log(event(.instanceCreated, object: pool, revision: "main@sha1:4f2c91e"))
                == #"2026-11-21T10:00:00Z info  CloudResource/pool InstanceCreated msg="instance 0 created" revision=main@sha1:4f2c91e"#
        )
        #expect(
            EventLine.log(event(.fetchFailed, "say \"no\"\\\nnow", severity: .warning))
                == #"2026-11-21T10:00:00Z warn  - FetchFailed msg="say \"no\"\\\\nnow""#)
    }

    @Test func peopleGetMarks() {
        #expect(
            EventLine.terminal(event(.servicesServed, "ready, 2 services mocked", object: pool))
                == "  ✔ CloudResource/pool             ready, 2 services mocked")
        #expect(EventLine.terminal(event(.newRevision, "main@sha1:4f2c91e")) == "► main@sha1:4f2c91e")
        #expect(EventLine.terminal(event(.runStarted, object: pool)).hasPrefix("  ◎ "))
        #expect(EventLine.terminal(event(.instanceLost, object: pool)).hasPrefix("  ✘ "))
        #expect(EventLine.terminal(event(.runStarted, object: pool, severity: .warning)).hasPrefix("  ✘ "))
        #expect(
            EventLine.terminal(event(.applied, "x\u{1B}[2J"), style: Style(isColoured: true))
                == "\u{1B}[36m◎\u{1B}[0m x\\u{1b}[2J")
    }

    @Test func everyReasonHasAMark() {
        let marks = Set(ConditionReason.allCases.map { EventLine.terminal(event($0)).prefix(1) })
        #expect(marks == ["►", "◎", "✔", "✘"])
    }
}
