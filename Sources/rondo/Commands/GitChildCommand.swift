import ArgumentParser
import GitSource

/// The child process that alone touches libgit2; started by the controller, never by a person.
struct GitChildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "git-child", shouldDisplay: false)

    func run() {
        GitChild.run()
    }
}
