import ArgumentParser

/// The command line: arguments and wiring only.
struct Rondo: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "rondo",
        abstract: "A declarative GitOps controller for test infrastructure.",
        discussion: """
            Watches a git repository of YAML manifests, compares desired with actual state, and reconciles.

            Commands talk to the controller of the state folder. RONDO_SERVER names another by its URL, RONDO_TOKEN \
            its token, and RONDO_CA a file in PEM with the authority that its certificate is trusted by.

            Exit codes: 0 as desired; 1 checked and not as desired; 2 could not check; 64 usage.
            """,
        version: "rondo \(version)",
        subcommands: [
            InitCommand.self, RunCommand.self, DevCommand.self, DownCommand.self, WorkerCommand.self,
            ValidateCommand.self, PlanCommand.self, GetCommand.self, DescribeCommand.self, EventsCommand.self,
            LogsCommand.self, WhyCommand.self, DriftCommand.self, TestCommand.self, SealCommand.self,
            SecretCommand.self, ExplainCommand.self, SchemaCommand.self, CRDCommand.self, CompletionCommand.self,
            VersionCommand.self, ApproveCommand.self, LeaksCommand.self, ImportCommand.self, HistoryCommand.self,
            TreeCommand.self, ReconcileCommand.self, WaitCommand.self, SuspendCommand.self, ResumeCommand.self,
            RenewCommand.self, PinCommand.self, UnpinCommand.self, GitChildCommand.self, GitAncestryCommand.self,
            GitBlobsCommand.self, DoctorCommand.self,
        ])
}
