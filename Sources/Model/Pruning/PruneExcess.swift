/// How far what would go is over a prune budget.
package struct PruneExcess: Hashable, Sendable, Codable {
    package let scope: PruneScope
    /// Destructive actions of the window, those that are planned included.
    package let count: Int
    /// The objects and instances of the scope when the window began.
    package let total: Int
    package let maxObjects: Int
    package let maxPercent: Int
    package let window: TimeSpan

    package init(scope: PruneScope, count: Int, total: Int, maxObjects: Int, maxPercent: Int, window: TimeSpan) {
        self.scope = scope
        self.count = count
        self.total = total
        self.maxObjects = maxObjects
        self.maxPercent = maxPercent
        self.window = window
    }
}

extension PruneExcess: CustomStringConvertible {
    /// `12 would go in Environment/dev within 1h, which began with 40: more than 5 and more than 20 %`
    package var description: String {
        "\(count) would go in \(scope) within \(window), which began with \(total): more than \(maxObjects) and "
            + "more than \(maxPercent) %"
    }
}
