import ArgumentParser
import Foundation

/// Runs the command that was typed. What a command throws that is no exit code of its own means: could not check.
@main
enum Main {
    static func main() async {
        // A peer that closes its pipe or socket is an error of that write, never the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Rondo.parseAsRoot()
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let error where Self.isOurs(error) {
                TerminalOutput.error("error: \(error)")
                Foundation.exit(2)
            }
        } catch {
            Rondo.exit(withError: error)
        }
    }

    /// Whether an error comes from the work and not from how it was asked for.
    private static func isOurs(_ error: any Error) -> Bool {
        !(error is ExitCode) && Rondo.exitCode(for: error) == .failure
    }
}
