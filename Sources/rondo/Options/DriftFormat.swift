import ArgumentParser

/// The forms of a drift report.
enum DriftFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, yaml, markdown, html, csv, junit, sarif
}
