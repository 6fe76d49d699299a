import Access
import Controller
import Foundation
import Model
import Store

/// Takes down what a state folder's controller made, and prints each instance as it ends. The caller holds the lock.
struct TeardownProcess {
    let directory: URL
    /// nil takes down everything.
    var source: String?
    /// Of credentials of clouds that are secrets.
    var allow = OperatorConfiguration.Allow()

    func run() async throws -> Teardown.Report {
        let store = try await Store.open(directory: directory)
        let identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory)
        let teardown = Teardown(
            installation: identity.installation, store: store,
            providers: try await Parts.providers(directory, of: store, allow: allow),
            source: source
        ) { provider, pause in
            TerminalOutput.out(
                "waiting \(pause.components.seconds) s: what is known to be at \(provider.rawValue) is not all listed …"
            )
        }
        let report = try await teardown.run { instance in
            TerminalOutput.out("  - \(instance.tags.object)  instance \(instance.tags.ordinal)  \(instance.id)")
        }
        if source == nil, report.left.isEmpty, report.failed.isEmpty {
            try? FileManager.default.removeItem(at: directory.appending(path: "cache"))
        }
        return report
    }
}

extension Teardown.Report {
    /// What was left and why, what failed, and the counts.
    var summary: String {
        var lines = released.map {
            "released: \($0.tags.object) \($0.id): deletionPolicy is Retain, it runs on and is no longer Rondo's"
        }
        lines += left.map { "left: \($0.instance.tags.object) \($0.instance.id): \($0.reason)" }
        lines += failed.map { "failed: \($0.instance.tags.object) \($0.instance.id): \($0.reason)" }
        let leftText = left.isEmpty ? "" : ", \(left.count) left"
        let noun = deleted.count == 1 ? "instance" : "instances"
        let objects = forgotten.count == 1 ? "object" : "objects"
        lines.append("\(deleted.count) \(noun) deleted\(leftText), \(forgotten.count) \(objects) forgotten.")
        return lines.joined(separator: "\n")
    }
}
