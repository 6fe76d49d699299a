import ArgumentParser

/// How `test results` prints what it found.
enum ResultsOutput: String, ExpressibleByArgument, CaseIterable {
    case table, json, junit, tap, html
}
