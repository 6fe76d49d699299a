import Foundation
import Glibc
import Model
import TestSupport

@testable import Clouds

/// A state folder, a provider on it whose workers are shell scripts, and the certainty that none of them survives.
final class LocalFixture: Sendable {
    let directory: TemporaryDirectory
    let provider: LocalProvider
    let executable: String
    let installation = InstallationID(rawValue: UUID().uuidString)

    /// - Parameter script: stands in for `rondo`; `$1` is `worker`, `$3` the instance's folder.
    init(
        script: String = "exec sleep 600", grace: Duration = .seconds(10), logRetention: Duration = .seconds(3_600),
        environment: [String: String] = ["PATH": "/usr/bin:/bin", "HOME": "/tmp", "SECRET": "x"]
    ) throws {
        directory = try TemporaryDirectory()
        try directory.write("#!/bin/sh\n\(script)\n", to: "rondo")
        executable = directory.path("rondo")
        chmod(executable, 0o755)
        provider = LocalProvider(
            executable: executable, stateDirectory: directory.url.appending(path: "state"),
            workerArguments: ["--self-end", "5m"], grace: grace, logRetention: logRetention, environment: environment)
    }

    deinit {
        let table = ProcessTable()
        for stat in (try? table.all()) ?? [] where stat.isSessionLeader {
            if table.environment(of: stat.pid)?[InstanceEnvironment.installation] == installation.rawValue {
                for member in (try? table.all()) ?? [] where member.session == stat.pid { kill(member.pid, SIGKILL) }
            }
        }
    }

    /// Another provider on the same folder, as a restarted controller has it.
    func restarted() -> LocalProvider {
        LocalProvider(
            executable: executable, stateDirectory: directory.url.appending(path: "state"), grace: .seconds(10),
            environment: ["PATH": "/usr/bin:/bin"])
    }

    func request(token: UUID = UUID(), ordinal: Int = 0, joinToken: Secret? = Secret("join-me")) -> InstanceRequest {
        InstanceRequest(
            token: token,
            tags: InstanceTags(
                installation: installation, object: ObjectIdentity(kind: .cloudResource, name: "pool"),
                ordinal: ordinal, incarnation: 1, specHash: Digest(rawValue: "abc")),
            spec: CloudResourceSpec(environment: "dev", worker: WorkerSpec(capabilities: ["gpu"], slots: 2)),
            joinToken: joinToken)
    }

    func file(_ token: UUID, _ name: String) -> String {
        directory.path("state/instances/\(token.uuidString.lowercased())/\(name)")
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
