import Foundation

/// Writes whole lines to standard output or standard error, one at a time.
enum TerminalOutput {
    static func out(_ text: String) { write(text, to: .standardOutput) }
    static func error(_ text: String) { write(text, to: .standardError) }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether colour may be used: a terminal, and no `NO_COLOR` (https://no-color.org).
    static var isColoured: Bool {
        isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }
}
