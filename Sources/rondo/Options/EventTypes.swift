import ArgumentParser
import Model

/// `warning`, `normal` or both, with a comma between, as on the command line of kubectl.
struct EventTypes: ExpressibleByArgument, Sendable {
    let severities: Set<Event.Severity>

    init?(argument: String) {
        let known: [String: Event.Severity] = ["normal": .normal, "warning": .warning]
        let names = argument.lowercased().split(separator: ",").map { known[$0.trimmingPrefix(" ").description] }
        guard !names.isEmpty, !names.contains(nil) else { return nil }
        severities = Set(names.compactMap(\.self))
    }
}
