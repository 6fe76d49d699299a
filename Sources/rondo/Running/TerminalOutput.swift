import Foundation
import Glibc
import Synchronization

/// Writes whole lines to standard output or standard error, one at a time.
enum TerminalOutput {
    /// Who owns the terminal while a controller shows its progress there.
    private static let owner = Mutex<OutputWriter?>(nil)

    static func out(_ text: String) {
        guard let writer = owner.withLock({ $0 }) else { return write(text, to: .standardOutput) }
        writer.print(text)
    }

    static func error(_ text: String) {
        // Elsewhere than on the terminal that is drawn on, it tears nothing.
        guard let writer = owner.withLock({ $0 }), isOneTerminal else { return write(text, to: .standardError) }
        writer.print(text)
    }

    /// From now on lines go through a writer, which knows where its block stands; nil ends that.
    static func belongs(to writer: OutputWriter?) { owner.withLock { $0 = writer } }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether colour may be used: a terminal, and no `NO_COLOR` (https://no-color.org).
    static var isColoured: Bool {
        isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Whether output and errors go to the same terminal.
    private static var isOneTerminal: Bool {
        guard isTerminal, isatty(STDERR_FILENO) == 1, let output = name(of: STDOUT_FILENO) else { return false }
        return output == name(of: STDERR_FILENO)
    }

    /// The path of a terminal; nil where the system knows none.
    private static func name(of descriptor: Int32) -> String? {
        var bytes = [CChar](repeating: 0, count: 256)
        guard ttyname_r(descriptor, &bytes, bytes.count) == 0 else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // Bytes, since a carriage return and the line feed after it are one Character.
        let isWhole = text.utf8.last == UInt8(ascii: "\n")
        try? handle.write(contentsOf: Data((isWhole ? text : text + "\n").utf8))
    }
}
