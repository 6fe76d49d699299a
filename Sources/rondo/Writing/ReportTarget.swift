import ArgumentParser
import Foundation
import Reports

/// `FORMAT=FILE`: a report to write when runs have ended.
struct ReportTarget: ExpressibleByArgument, Sendable {
    let format: ResultFormat
    let path: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let format = ResultFormat(rawValue: parts[0]) else { return nil }
        self.format = format
        path = parts[1]
    }
}

/// Where results are written beside what is printed.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write the results to a file: json, junit, tap or html; may be repeated.", valueName: "format=file"))
    var report: [ReportTarget] = []
}
