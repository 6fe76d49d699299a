import ArgumentParser

/// How a controller shows what it does: `--progress`.
enum ProgressChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// A live view where a terminal can show one.
    case auto
    /// A line for each event.
    case plain
}
