import ArgumentParser
import Controller

/// How waiting for a controller's work stands or ended.
enum WaitOutcome: Sendable {
    /// Not decided yet, and what is waited for.
    case underWay(String)
    case asDesired(String)
    case notAsDesired(String)
    /// It can't be told, or will not come by itself.
    case failed(String)

    /// Prints it; throws the exit code that it stands for.
    func tell() throws {
        switch self {
        case .asDesired(let message): TerminalOutput.out(message)
        case .notAsDesired(let message):
            TerminalOutput.out(message)
            throw ExitCode(ExitStatus.notAsDesired.rawValue)
        case .failed(let message), .underWay(let message):
            TerminalOutput.error("error: \(message)")
            throw ExitCode(ExitStatus.couldNotCheck.rawValue)
        }
    }
}
