import API
import ArgumentParser
import Foundation
import Model

struct LeaksDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "End unmanaged instances, by their ids.",
        discussion: "What belongs to an object is refused: that ends by a commit, or with `rondo down`.")

    @Argument(help: ArgumentHelp("The instances, as `rondo leaks` lists them.", valueName: "id"))
    var ids: [String]

    @Flag(help: "Also those that are protected by rondo.dev/prune.")
    var force = false

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let keeper = try await StateAccess.leakKeeper(stateOptions)
        for id in ids {
            try await keeper.delete(InstanceID(rawValue: id), force: force)
            TerminalOutput.out("deleted \(id)")
        }
    }
}
