import Foundation
import Glibc
import Model
import Subprocess

/// Runs one command in a new container of an image, with the scratch folder as `/scratch`, and removes it afterwards
/// whatever happened.
///
/// The container has the machine's network, so that services and mocks on loopback are reached as from a command.
struct ContainerRun: Sendable {
    let engine: ContainerEngine
    let image: String

    /// Where the scratch folder is in the container.
    static let mount = "/scratch"
    /// How long an image may take to be fetched, which does not count against the test.
    private static let pullLimit = Duration.seconds(600)

    /// - Parameters:
    ///   - directory: below the scratch folder, "" for itself.
    ///   - attempt: what the container is labelled with.
    func start(
        _ order: CommandOrder, scratch: String, directory: String, timeout: Duration, live: LiveLog?
    ) async throws(CommandError) -> CommandSupervisor.Report {
        try await fetchImage()
        // Users of images have other ids; others of this machine are kept out by the folder above it.
        chmod(scratch, 0o777)
        let name = engine.owner.newName()
        let variables = try ContainerVariables(order.variables, beside: scratch)
        defer { variables.removeFile() }
        let launch = CommandLaunch(
            program: engine.program,
            arguments: [engine.kind.rawValue, "run", "--name", name]
                + options(order, scratch: scratch, directory: directory) + variables.options
                + ["--entrypoint", order.arguments[0], image] + order.arguments.dropFirst(),
            environment: engine.environment.merging(variables.passed) { own, _ in own }, workingDirectory: scratch,
            stdin: order.stdin)
        do throws(CommandError) {
            let report = try await CommandSupervisor.run(launch, timeout: timeout, live: live)
            let problem = await problem(with: name, after: report)
            await engine.remove(name)
            if let problem { throw problem }
            return report
        } catch {
            await engine.remove(name)
            throw error
        }
    }

    private func options(_ order: CommandOrder, scratch: String, directory: String) -> [String] {
        var options = [
            "--label", "\(ContainerEngine.installationLabel)=\(engine.owner.installation)",
            // The scratch folder is named anew for each attempt.
            "--label", "\(ContainerEngine.attemptLabel)=\(scratch.split(separator: "/").last ?? "")",
            "--network", "host", "--pull", "never", "--log-driver", "none", "--stop-timeout", "0",
            // Where SELinux rules, a container may otherwise not write to a folder of the machine.
            "--security-opt", "label=disable",
            "--mount", "type=bind,\(Self.field("source", scratch)),target=\(Self.mount)",
            "--workdir", directory.isEmpty ? Self.mount : "\(Self.mount)/\(directory)",
        ]
        if order.stdin != nil { options.append("--interactive") }
        // The daemon runs as root: without this a worker that is not root could not remove what was written.
        if engine.kind == .docker, getuid() != 0 { options += ["--user", "\(getuid()):\(getgid())"] }
        return options
    }

    /// A field of a mount, which is a line of CSV.
    private static func field(_ name: String, _ value: String) -> String {
        let text = "\(name)=\(value)"
        guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
    }

    private func fetchImage() async throws(CommandError) {
        guard !image.hasPrefix("-"), !image.contains(where: \.isWhitespace) else { throw .noImage(image) }
        let known = try await engine.call(
            ["image", "inspect", "--format", "{{.Id}}", image], within: .seconds(30), endsWhenCancelled: true)
        if known.isSuccess { return }
        let pull = try await engine.call(
            ["pull", "--quiet", image], within: Self.pullLimit, endsWhenCancelled: true)
        guard pull.isSuccess else { throw .imageMissing(image, reason: pull.reason) }
    }

    /// Why the command never ran, where its exit code is the engine's own (125 to 127 may be either's).
    private func problem(
        with name: String, after report: CommandSupervisor.Report
    ) async -> CommandError? {
        guard report.stop == nil, case .exited(let code) = report.ending, (125...127).contains(code) else { return nil }
        let looked = try? await engine.call(
            ["inspect", "--format", "{{.State.StartedAt}}", name], within: .seconds(30))
        // What never ran began in the year 1.
        guard looked?.output.hasPrefix("0001-") ?? true || looked?.isSuccess == false else { return nil }
        let errors = report.stderr.text(Redactor([])).split(whereSeparator: \.isNewline)
        return .notStarted(
            image, reason: errors.last.map(String.init) ?? "\(engine.kind.rawValue) ended with exit code \(code)")
    }
}
