/// Steps one after the other, which hand each other what they capture.
package struct IntegrationSpec: Hashable, Sendable, Codable {
    package var steps: [TestStep]
    /// Run at the end whatever happened.
    package var finally: [TestStep]?

    package init(steps: [TestStep], finally: [TestStep]? = nil) {
        self.steps = steps
        self.finally = finally
    }
}
