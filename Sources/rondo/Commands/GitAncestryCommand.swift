import ArgumentParser
import Foundation
import GitSource
import Model

/// Says by its exit code whether a mirror leads from one commit to another; started by the controller, never by a person.
struct GitAncestryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "git-ancestry", shouldDisplay: false)

    @Option var mirror: String
    @Argument var commit: String
    @Argument var other: String

    func run() throws {
        let answer = Ancestry.isAncestor(
            GitObjectID(rawValue: commit), of: GitObjectID(rawValue: other), mirror: mirror)
        throw ExitCode(answer.rawValue)
    }
}
