import Model
import Server
import Testing

struct MockStateTests {
    private let spec = MockSpec(routes: [
        MockRoute(path: "/health", response: MockResponse(json: .object(["status": .string("ok")]))),
        MockRoute(method: "POST", path: "/orders", response: MockResponse(status: 201)),
        MockRoute(path: "/orders/{id}", response: MockResponse(body: "one")),
        MockRoute(
            path: "/stock", response: MockResponse(),
            sequence: [MockResponse(status: 503), MockResponse(status: 200)]),
    ])

    @Test func theFirstRouteThatMatchesMethodAndPathAnswers() {
        var state = MockState(spec: spec)
        #expect(state.respond(method: "GET", path: "/health")?.status == 200)
        #expect(state.respond(method: "post", path: "/orders")?.status == 201)
        #expect(state.respond(method: "GET", path: "/orders") == nil)
        #expect(state.respond(method: "GET", path: "/orders/7")?.body == "one")
        #expect(state.respond(method: "GET", path: "/orders/7/lines") == nil)
        #expect(state.respond(method: "GET", path: "/orders/") == nil)
    }

    @Test func aSequenceAnswersInTurnAndItsLastStays() {
        var state = MockState(spec: spec)
        let statuses = (0..<4).map { _ in state.respond(method: "GET", path: "/stock")?.status }
        #expect(statuses == [503, 200, 200, 200])
    }

    @Test func aSequenceGoesOnWhenAnotherRouteChanges() {
        var state = MockState(spec: spec)
        _ = state.respond(method: "GET", path: "/stock")
        state.replace(with: MockSpec(routes: [MockRoute(path: "/new", response: MockResponse())] + spec.routes))
        #expect(state.respond(method: "GET", path: "/stock")?.status == 200)
        #expect(state.respond(method: "GET", path: "/new")?.status == 200)
    }

    @Test func aChangedSequenceStartsAnew() {
        var state = MockState(spec: spec)
        _ = state.respond(method: "GET", path: "/stock")
        let changed = MockRoute(path: "/stock", response: MockResponse(), sequence: [MockResponse(status: 418)])
        state.replace(with: MockSpec(routes: [changed]))
        #expect(state.respond(method: "GET", path: "/stock")?.status == 418)
    }
}
