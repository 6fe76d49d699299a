import ArgumentParser
import Controller
import Foundation
import GitSource
import Model

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the controller: watch a git repository and reconcile it.",
        discussion: """
            Several sources are given by several --source NAME=URL, or by `sources` in the operator's configuration, \
            which also says their refs, credentials and webhooks. \
            Stays in the foreground until ctrl-c, which stops the controller and leaves what it made; `rondo down` \
            takes that down. With --once it makes one pass to convergence, tests included, and exits.
            """)

    @Option(
        help: ArgumentHelp(
            "A repository to watch: a path, or a file://, https:// or ssh:// URL; may be repeated.",
            valueName: "[name=]url|path"))
    var source: [SourceArgument] = []

    @Option(help: ArgumentHelp("The branch to follow (default: the remote's).", valueName: "branch"))
    var branch: String?

    @Option(
        help: ArgumentHelp(
            "A tag, a commit, a full ref or `semver:RANGE` to follow instead of a branch.", valueName: "ref"))
    var ref: String?

    @Option(help: ArgumentHelp("The folder of manifests within the repository.", valueName: "dir"))
    var path = ""

    @OptionGroup var stateOptions: StateOptions

    @Option(help: ArgumentHelp("How often to look at a source.", valueName: "duration"))
    var interval = SpanArgument(.minutes(1))

    @Option(
        help: ArgumentHelp(
            "Where the API listens, over TLS unless it is loopback; port 0 takes a free one.", valueName: "host:port"))
    var listen: ListenArgument = .standard

    @OptionGroup var options: ControllerOptions

    func validate() throws {
        if branch != nil, ref != nil { throw ValidationError("Give --branch or --ref, not both.") }
        if source.count != 1, branch != nil || ref != nil || !path.isEmpty {
            throw ValidationError(
                "--branch, --ref and --path say it of one --source: give several in `sources` of --config.")
        }
        if source.isEmpty, options.config == nil {
            throw ValidationError("Missing expected argument '--source <[name=]url|path>': what is to be watched?")
        }
        try Self.check(source.map(\.name))
        do { _ = try followed } catch { throw ValidationError("\(error)") }
    }

    /// Several sources need names, which differ.
    private static func check(_ names: [String]) throws(ValidationError) {
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw ValidationError(
                name == SourceConfiguration.defaultName
                    ? "Two sources are called `default`: several sources need names, as in --source shop=URL."
                    : "Two sources are called `\(name)`: their names must differ.")
        }
    }

    private var followed: GitRemote.Ref {
        get throws(GitSourceError) {
            if let branch { return .branch(branch) }
            return if let ref { try GitRemote.Ref(parsing: ref) } else { .defaultBranch }
        }
    }

    func run() async throws {
        let configuration = try options.operatorConfiguration()
        let given = try source.map { source in
            let remote = GitRemote(url: source.location, ref: try followed, path: path)
            return SourceSetting(
                name: source.name, origin: .repository(remote, access: nil), interval: interval.duration)
        }
        let configured = try configuration.sources.map { try SourceSetting($0, interval: interval.duration) }
        let sources = given + configured
        guard !sources.isEmpty else {
            throw ValidationError("There is nothing to watch: give --source, or `sources` in the configuration.")
        }
        try Self.check(sources.map(\.name))
        let setting = ControllerSetting(
            sourceSettings: sources, stateDirectory: stateOptions.directory, statePath: stateOptions.path,
            listen: listen, options: options, operatorConfiguration: configuration)
        let status = try await ControllerProcess(setting, leavesInstances: true).run()
        throw ExitCode(status.rawValue)
    }
}
