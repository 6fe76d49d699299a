/// Files of an Environment that its bucket does not take now.
package struct WaitingArtifacts: Hashable, Sendable {
    package let count: Int
    /// As it was when it began, so that a text with another number of a request each time is no news.
    package let reason: String

    package init(count: Int, reason: String) {
        self.count = count
        self.reason = reason
    }
}
