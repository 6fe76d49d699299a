import Foundation
import Subprocess

/// podman or docker, by their command lines, which are the same as far as they are used here.
struct ContainerEngine: Sendable {
    enum Kind: String, Sendable, CaseIterable { case podman, docker }

    let kind: Kind
    /// Its path.
    let program: String
    /// What the program itself needs of the worker's environment.
    let environment: [String: String]
    let owner: ContainerOwner

    static let installationLabel = "dev.rondo.installation"
    static let attemptLabel = "dev.rondo.attempt"

    /// What such a program reads of its environment: where its settings, images and server are.
    private static let passed = [
        "PATH", "HOME", "USER", "LANG", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
        "DBUS_SESSION_BUS_ADDRESS",
        "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF", "CONTAINER_HOST", "DOCKER_HOST",
        "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "HTTP_PROXY", "HTTPS_PROXY",
        "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ]

    /// The first that works; nil where none does.
    static func find(
        environment: [String: String], owner: ContainerOwner, scratch: URL
    ) async -> ContainerEngine? {
        let own = environment.filter { passed.contains($0.key) }
        for kind in Kind.allCases {
            guard
                let program = try? ProgramSearch.find(
                    kind.rawValue, path: own["PATH"] ?? "", workingDirectory: URL(filePath: "/"))
            else { continue }
            let engine = ContainerEngine(kind: kind, program: program, environment: own, owner: owner)
            if await engine.works(scratch: scratch) { return engine }
        }
        return nil
    }

    /// What does not answer counts as absent as long as the worker lives: a busy machine gets its time.
    private static let patience = Duration.seconds(60)

    /// Whether it can start a container, tried as far as that goes without an image.
    private func works(scratch: URL) async -> Bool {
        switch kind {
        case .docker:
            guard let answer = try? await call(["version", "--format", "{{.Server.Version}}"], within: Self.patience)
            else { return false }
            return answer.isSuccess
        case .podman:
            let root = scratch.appending(path: "podman-\(UUID().uuidString.lowercased())", directoryHint: .isDirectory)
            guard (try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)) != nil else {
                return false
            }
            defer { try? FileManager.default.removeItem(at: root) }
            // In an empty root no program can be found, but everything before that has worked then.
            let answer = try? await call(
                [
                    "run", "--rm", "--network", "host", "--log-driver", "none", "--rootfs",
                    root.path(percentEncoded: false),
                ]
                    + ["/rondo"], within: Self.patience)
            return answer?.ending == .exited(127)
        }
    }

    /// What a call said.
    struct Answer: Sendable {
        let ending: TerminationStatus
        let output: String
        /// Its last line of errors.
        let reason: String

        var isSuccess: Bool { ending == .exited(0) }
    }

    /// Calls it for something.
    ///
    /// - Parameter endsWhenCancelled: whether cancelling the caller's task ends it, with the error `cancelled`. Else it
    ///   goes on: what it is for has to be done then too.
    func call(
        _ arguments: [String], within limit: Duration, endsWhenCancelled: Bool = false
    ) async throws(CommandError) -> Answer {
        let launch = CommandLaunch(
            program: program, arguments: [kind.rawValue] + arguments, environment: environment, workingDirectory: "/",
            stdin: nil)
        let work = Task.detached { () async -> Result<CommandSupervisor.Report, CommandError> in
            do throws(CommandError) {
                return .success(try await CommandSupervisor.run(launch, timeout: limit))
            } catch {
                return .failure(error)
            }
        }
        let report = try await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            if endsWhenCancelled { work.cancel() }
        }.get()
        if report.stop == .cancelled { throw .cancelled }
        let nothing = Redactor([])
        let errors = report.stderr.text(nothing).split(whereSeparator: \.isNewline).map(String.init)
        let last = report.stop == nil ? errors.last : "`\(kind.rawValue) \(arguments[0])` did not end within \(limit)"
        return Answer(
            ending: report.ending, output: report.stdout.text(nothing),
            reason: last.map { $0.hasPrefix("Error: ") ? String($0.dropFirst(7)) : $0 } ?? "it gave no reason")
    }

    /// Removes the containers of workers of this machine that were killed.
    func sweep() async {
        let listed = try? await call(
            [
                "ps", "--all", "--filter", "label=\(Self.installationLabel)=\(owner.installation)", "--format",
                "{{.Names}}",
            ],
            within: .seconds(30))
        guard let listed, listed.isSuccess else { return }
        for name in listed.output.split(whereSeparator: \.isNewline).map(String.init) where owner.outlived(name) {
            await remove(name)
        }
    }

    /// Ends and removes a container, if it is there.
    func remove(_ name: String) async { _ = try? await call(["rm", "--force", name], within: .seconds(30)) }
}
