import ArgumentParser
import Controller
import Foundation
import GitSource
import Model

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the controller: watch a git repository and reconcile it.",
        discussion: """
            Stays in the foreground until ctrl-c, which stops the controller and leaves what it made; `rondo down` \
            takes that down. With --once it makes one pass to convergence, tests included, and exits.
            """)

    @Option(
        help: ArgumentHelp("The repository to watch: a path, file:// or https:// URL.", valueName: "[name=]url|path"))
    var source: SourceArgument

    @Option(help: ArgumentHelp("The branch to follow (default: the remote's).", valueName: "branch"))
    var branch: String?

    @Option(
        help: ArgumentHelp(
            "A tag, a commit, a full ref or `semver:RANGE` to follow instead of a branch.", valueName: "ref"))
    var ref: String?

    @Option(help: ArgumentHelp("The folder of manifests within the repository.", valueName: "dir"))
    var path = ""

    @OptionGroup var stateOptions: StateOptions

    @Option(help: ArgumentHelp("How often to look at the source.", valueName: "duration"))
    var interval = SpanArgument(.minutes(1))

    @Option(help: ArgumentHelp("Where the API listens; port 0 takes a free one.", valueName: "host:port"))
    var listen: ListenArgument = .standard

    @OptionGroup var options: ControllerOptions

    func validate() throws {
        if branch != nil, ref != nil { throw ValidationError("Give --branch or --ref, not both.") }
        do { _ = try followed } catch { throw ValidationError("\(error)") }
    }

    private var followed: GitRemote.Ref {
        get throws(GitSourceError) {
            if let branch { return .branch(branch) }
            return if let ref { try GitRemote.Ref(parsing: ref) } else { .defaultBranch }
        }
    }

    func run() async throws {
        let setting = ControllerSetting(
            sourceName: source.name,
            origin: .repository(GitRemote(url: source.location, ref: try followed, path: path)),
            stateDirectory: stateOptions.directory, statePath: stateOptions.path, interval: interval.duration,
            listen: listen, options: options)
        let status = try await ControllerProcess(setting, leavesInstances: true).run()
        throw ExitCode(status.rawValue)
    }
}
