import Foundation
import Model

/// What a command is to be run with, wherever that is: checked, and not yet tied to a program of this machine.
struct CommandOrder: Sendable {
    /// The program first.
    let arguments: [String]
    /// What the test itself sets.
    let variables: [String: String]
    let stdin: String?

    init(_ command: CommandSpec, variables: [String: String]) throws(CommandError) {
        arguments = command.shell ? ["/bin/sh", "-c", command.run.joined(separator: " ")] : command.run
        self.variables = variables
        stdin = command.stdin
        guard arguments.first != nil else { throw .noProgram }
        for name in variables.keys where name.isEmpty || name.contains("=") { throw .badVariable(name) }
        guard !(arguments + variables.keys + variables.values).contains(where: { $0.utf8.contains(0) }) else {
            throw .nul
        }
    }
}
