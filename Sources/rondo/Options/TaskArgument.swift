import ArgumentParser
import Model

/// `RUN` or `RUN/TEST`: a run, or one test of it; a test's name may hold slashes itself.
struct TaskArgument: ExpressibleByArgument, Sendable {
    let run: RunID
    let test: String?

    init?(argument: String) {
        let text = argument.hasPrefix("run/") ? argument.dropFirst(4) : argument[...]
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts[0].hasPrefix("r-"), parts.count == 1 || !parts[1].isEmpty else { return nil }
        run = RunID(rawValue: parts[0])
        test = parts.count == 2 ? parts[1] : nil
    }
}
