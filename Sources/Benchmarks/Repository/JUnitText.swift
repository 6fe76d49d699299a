import TestSupport

/// A JUnit report as a large build writes it: 100 cases a suite, 3 % failed, 1 % errored, 2 % skipped, some with output.
enum JUnitText {
    static func report(cases: Int) -> String {
        var random = SplitMix64(seed: 7)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for number in 0..<cases {
            if number.isMultiple(of: 100) {
                text += number == 0 ? "" : "  </testsuite>\n"
                text +=
                    "  <testsuite name=\"suite-\(number / 100)\" tests=\"100\" failures=\"3\" time=\"1.0\" "
                    + "timestamp=\"2026-01-01T00:00:00\">\n"
            }
            let seconds = Double(Int.random(in: 0..<3_000, using: &random)) / 1_000
            text +=
                "    <testcase classname=\"pkg.mod\(number / 1_000).Suite\(number / 100)\" name=\"test_case_\(number)\" "
                + "time=\"\(seconds)\">\(details(number, Int.random(in: 0..<100, using: &random)))</testcase>\n"
        }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    private static func details(_ number: Int, _ dice: Int) -> String {
        switch dice {
        case ..<3:
            "<failure message=\"expected 1 but got \(number)\" type=\"AssertionError\">Traceback: at line \(number % 97)\n"
                + "  in check(&lt;item&gt;)\n  in run()\n</failure>"
        case ..<4: "<error message=\"boom\" type=\"IOError\">connection reset &amp; closed</error>"
        case ..<6: "<skipped message=\"not on this platform\"/>"
        case ..<11: "<system-out><![CDATA[log line \(number) <ok>]]></system-out>"
        default: ""
        }
    }
}
