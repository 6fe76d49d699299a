import Access
import ArgumentParser
import Controller
import Foundation
import Model
import Store

struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Run the controller on a working tree, uncommitted edits included.",
        discussion: """
            Looks at the folder every second and reconciles what it says. ctrl-c takes down what it made, unless \
            --keep is given. The folder need not be a git repository.
            """)

    @Argument(help: ArgumentHelp("The folder of manifests.", valueName: "dir"))
    var directory = "."

    @Option(
        help: ArgumentHelp("The state folder (default: one of the folder's own below the usual one).", valueName: "dir")
    )
    var state: String?

    @Option(help: ArgumentHelp("How often to look at the folder.", valueName: "duration"))
    var interval = SpanArgument(.seconds(1))

    @Option(
        help: ArgumentHelp(
            "Where the API listens, over TLS unless it is loopback; port 0 takes a free one.", valueName: "host:port"))
    var listen: ListenArgument = .anyPort

    @Flag(help: "Leave what was made when it ends; `rondo down --state` takes it down.")
    var keep = false

    @OptionGroup var options: ControllerOptions

    func run() async throws {
        let folder = URL(filePath: directory, directoryHint: .isDirectory).standardizedFileURL
            .resolvingSymlinksInPath()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw ReadingError.noFolder(directory)
        }
        let path = folder.path(percentEncoded: false)
        let shown = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let stateOptions = StateOptions.at(state ?? StateOptions.ofWorkingTree(shown))
        let configuration = try options.operatorConfiguration()
        let setting = ControllerSetting(
            sourceSettings: [
                SourceSetting(
                    name: SourceConfiguration.defaultName, origin: .folder(shown), interval: interval.duration)
            ],
            stateDirectory: stateOptions.directory, statePath: stateOptions.path, listen: listen, options: options,
            operatorConfiguration: configuration)
        let process = ControllerProcess(setting, leavesInstances: keep || options.once)
        let result = await Result { try await process.run() }
        if !keep, !options.once { try await takeDown(stateOptions) }
        throw ExitCode(try result.get().rawValue)
    }

    /// Ends what this controller made, and removes its state when that is nobody else's.
    private func takeDown(_ stateOptions: StateOptions) async throws {
        let lock = try StateLock.acquire(directory: stateOptions.directory)
        let report = try await TeardownProcess(directory: stateOptions.directory).run()
        withExtendedLifetime(lock) {}
        TerminalOutput.out(report.summary)
        if report.left.isEmpty, report.failed.isEmpty, state == nil {
            try? FileManager.default.removeItem(at: stateOptions.directory)
        }
        if !report.failed.isEmpty { throw ExitCode(ExitStatus.couldNotCheck.rawValue) }
    }
}
