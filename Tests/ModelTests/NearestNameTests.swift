import Model
import Testing

struct NearestNameTests {
    @Test(
        "A slip of the fingers is recognised",
        arguments: [
            ("tets", "tests"), ("retri", "retry"), ("bsae", "base"), ("evli", "evil"), ("Suite", "suite"),
            ("enviroments", "environments"), ("locally", "local"), ("on", "ok"), ("sepc", "spec"),
        ])
    func near(name: String, meant: String) {
        #expect(NearestName.nearest(to: name, among: [meant, "zzzzzzzzzz"]) == meant)
    }

    @Test(
        "Another word is not",
        arguments: [
            ("a", "b"), ("ab", "cd"), ("foo", "bar"), ("foo", "for_all"), ("dev", "prod"), ("cpu", "url"),
            ("gt", "lte"),
            ("memory", "method"), ("x", "id"), ("", "a"),
        ])
    func far(name: String, other: String) {
        #expect(NearestName.nearest(to: name, among: [other]) == nil)
    }

    @Test func theNearestCountsAndThenTheFirst() {
        #expect(NearestName.nearest(to: "orders", among: ["order", "borders", "orderss", "older"]) == "borders")
        #expect(NearestName.nearest(to: "orders", among: [String]()) == nil)
    }
}
