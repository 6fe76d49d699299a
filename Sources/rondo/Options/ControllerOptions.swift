import ArgumentParser
import Manifests
import Model

/// What `run` and `dev` share beside their source, state and intervals.
struct ControllerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The operator's configuration.", valueName: "file"))
    var config: String?

    /// What the operator's file says; nothing without one.
    func operatorConfiguration() throws -> OperatorConfiguration {
        try config.map { try OperatorConfigurationLoader.load(path: $0) } ?? OperatorConfiguration()
    }

    @Flag(help: "Make one pass to convergence and exit.")
    var once = false

    @Option(help: "How progress is shown on a terminal: auto, a live view; or plain, a line for each event.")
    var progress: ProgressChoice = .auto

    @Option(help: .hidden) var observeInterval = SpanArgument(.seconds(2))
    /// For one look at the source.
    @Option(help: .hidden) var fetchDeadline = SpanArgument(.minutes(2))
    @Option(help: .hidden) var lease = SpanArgument(.seconds(15))
    @Option(help: .hidden) var heartbeat = SpanArgument(.seconds(5))
    @Option(help: .hidden) var credential = SpanArgument(.minutes(60))
    /// Between looks at the files of the certificate.
    @Option(help: .hidden) var certificateInterval = SpanArgument(.seconds(10))
    @Option(help: .hidden) var selfEnd = SpanArgument(.minutes(10))
}
