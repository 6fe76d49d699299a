import Model
import Testing

struct TimeSpanTests {
    @Test(arguments: [("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("8h", 28_800_000), ("7d", 604_800_000)])
    func reads(text: String, milliseconds: Int64) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
        #expect(TimeSpan(text)?.description == text)
    }

    @Test(arguments: ["", "10", "s", "-5m", "1h1", "1e9h", "Inf", "5 m", "1.5s", "99999999999d", "٣s"])
    func refuses(text: String) {
        #expect(TimeSpan(text) == nil)
    }
}
