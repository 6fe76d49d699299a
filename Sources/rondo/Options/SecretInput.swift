import ArgumentParser
import Foundation
import Model

/// Takes a secret from standard input, or asks for it on a terminal that does not show what is typed.
///
/// Never from an argument: every process of the machine can read those, and shells remember them.
enum SecretInput {
    static func read(prompt: String) throws -> Secret {
        let bytes = isatty(STDIN_FILENO) == 1 ? try typed(prompt) : try piped()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretInputError.notText
        }
        // Swift takes CR LF for one character.
        let value = text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text
        guard !value.isEmpty else { throw SecretInputError.empty }
        return Secret(value)
    }

    private static func piped() throws -> Data {
        var bytes = Data()
        while let chunk = try FileHandle.standardInput.read(upToCount: 65_536), !chunk.isEmpty {
            bytes += chunk
            // One more for the line break that is left out.
            guard bytes.count <= SealedValue.maximumValueBytes + 2 else { throw SecretInputError.tooLarge }
        }
        return bytes
    }

    /// One line, without echo; the terminal is given back as it was, also at ctrl-c.
    private static func typed(_ prompt: String) throws -> Data {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { throw SecretInputError.noTerminal }
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ECHO)
        let restored = before
        let restore: @Sendable () -> Void = {
            var settings = restored
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        let interrupts = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        interrupts.setEventHandler {
            restore()
            Foundation.exit(130)
        }
        // Registered before the terminal is changed; on Linux, Dispatch takes the signal away from its default.
        let registered = DispatchSemaphore(value: 0)
        interrupts.setRegistrationHandler { registered.signal() }
        interrupts.resume()
        registered.wait()
        defer { interrupts.cancel() }
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0 else { throw SecretInputError.noTerminal }
        // Only now, so that whoever sees the question can type without being seen.
        FileHandle.standardError.write(Data("\(prompt): ".utf8))
        let line = readLine(strippingNewline: true)
        restore()
        return Data((line ?? "").utf8)
    }
}

/// Why a secret could not be taken.
enum SecretInputError: Error, CustomStringConvertible {
    case notText
    case empty
    case tooLarge
    case noTerminal

    var description: String {
        switch self {
        case .notText: "the value is not UTF-8 text: encode it first, for example with base64"
        case .empty: "the value is empty: hand it over on standard input, or type it when asked"
        case .tooLarge:
            "the value is larger than \(SealedValue.maximumValueBytes) bytes, the most that a secret may hold"
        case .noTerminal: "the terminal can't hide what is typed: hand the value over on standard input"
        }
    }
}
