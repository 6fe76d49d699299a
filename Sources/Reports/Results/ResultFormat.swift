/// What the results of runs can be written as, for other tools and for keeping.
package enum ResultFormat: String, Hashable, Sendable, CaseIterable {
    case json, junit, tap, html
}
