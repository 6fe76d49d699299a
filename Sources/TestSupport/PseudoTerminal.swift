import Foundation
import Glibc
import Synchronization

/// A terminal of the system (pty) that `rondo` runs on, with a person who looks at it and types.
package final class PseudoTerminal: Sendable {
    /// TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    private let keyboard: FileHandle
    private let screen: FileHandle
    private let shown = Mutex(Data())

    /// - Throws: when the system has none to give.
    package init(columns: UInt16 = 100, rows: UInt16 = 30) throws {
        // What posix_openpt(3), unlockpt(3) and ptsname(3) do on Linux, which Swift's Glibc does not show.
        let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        var number: UInt32 = 0
        guard descriptor >= 0, ioctl(descriptor, Self.setLock, &locked) == 0,
            ioctl(descriptor, Self.getNumber, &number) == 0
        else { throw CocoaError(.fileReadUnknown) }
        keyboard = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        screen = try FileHandle(forUpdating: URL(filePath: "/dev/pts/\(number)"))
        resize(columns: columns, rows: rows)
        keyboard.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            self?.shown.withLock { $0 += data }
        }
    }

    deinit { keyboard.readabilityHandler = nil }

    package func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(keyboard.fileDescriptor, UInt(TIOCSWINSZ), &size)
    }

    /// Everything that was written to it, escape sequences and all.
    package var text: String { String(decoding: shown.withLock { $0 }, as: UTF8.self) }

    /// Whether what is typed is shown.
    package var echoes: Bool {
        var settings = termios()
        return tcgetattr(screen.fileDescriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    /// As if typed: `\u{3}` is ctrl-c, `\u{13}` ctrl-s, `\u{11}` ctrl-q.
    package func type(_ keys: String) throws { try keyboard.write(contentsOf: Data(keys.utf8)) }

    /// Starts `rondo` as the one job of this terminal, with it for all three streams.
    package func start(_ arguments: [String], environment: [String: String] = [:]) throws -> SpawnedProcess {
        // A session of its own makes the terminal its controlling one, so that ctrl-c reaches it.
        try SpawnedProcess(
            "/usr/bin/setsid", ["--ctty", "--wait", RondoExecutable.url.path(percentEncoded: false)] + arguments,
            environment: ProcessInfo.processInfo.environment.merging(["TERM": "xterm-256color"]) { $1 }
                .merging(environment) { $1 },
            input: screen, output: screen, error: screen)
    }
}
