import API
import ArgumentParser
import Controller
import Foundation
import Manifests
import Model
import Planning
import Reports

struct DriftAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Write the change to make in git for drift that is to stay.",
        discussion: """
            Prints a patch for `git apply`, which edits the manifests where they stand and leaves comments and layout as \
            they are; changes nothing itself. With --branch the change is a commit on a new branch of the working tree's \
            repository, which stays checked out as it is. Exits 0 with the change, 1 when there is nothing to accept, 2 \
            when it could not be made.
            """)

    @Argument(help: ArgumentHelp("Only drift of this object.", valueName: "kind/name"))
    var name: String?

    @Option(help: ArgumentHelp("The working tree of the source, its folder of manifests.", valueName: "dir"))
    var to = "."

    @Option(help: ArgumentHelp("Commit the change on a new branch of this name.", valueName: "name"))
    var branch: String?

    @Option(help: ArgumentHelp("Only drift in this environment.", valueName: "name"))
    var environment: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace; that of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let wanted = try name.map { try object(named: $0) }
        let state = try await StateAccess.open(stateOptions)
        let scope = DriftScope(environment: environment, namespace: wanted == nil ? namespace : nil)
        let records = try await state.drift(since: Date(), scope: scope).items.filter { record in
            record.isOpen && (wanted == nil || record.finding.object == wanted)
        }
        let accepted = try await change(records)
        guard !accepted.changes.isEmpty else {
            TerminalOutput.error("There is no open drift to accept.")
            throw ExitCode(ExitStatus.notAsDesired.rawValue)
        }
        for note in accepted.changes.flatMap(\.notes) { TerminalOutput.error("note: \(note)") }
        guard let branch else {
            TerminalOutput.out(
                accepted.tree.patch { UnifiedDiff.text(path: $0, old: $1, new: $2) })
            return
        }
        let files = accepted.tree.changed.map { ($0.key, (old: accepted.tree.original($0.key), new: $0.value)) }
        let commit = try WorkingGit(folder: accepted.tree.root).branch(
            branch, files: Dictionary(files) { $1 }, message: message(accepted.changes))
        TerminalOutput.out("branch \(branch) holds the change as \(commit.prefix(7)): git push -u origin \(branch)")
    }

    private func object(named name: String) throws -> ObjectIdentity {
        guard case .object(let identity) = try Subject(name, namespace: namespace) else {
            throw ValidationError("`\(name)` is no object: drift is accepted of one, as resource/NAME.")
        }
        return identity
    }

    /// The tree with every change in it.
    private func change(
        _ records: [DriftRecord]
    ) async throws -> (tree: WorkingTree, changes: [DriftAcceptance]) {
        var tree = try await WorkingTree(path: to)
        var changes: [DriftAcceptance] = []
        for identity in Set(records.compactMap(\.finding.object)).sorted() {
            guard let object = tree.object(identity) else { throw WorkingTreeError.undeclared(identity, to) }
            guard let acceptance = DriftAcceptance(of: object, records), !acceptance.edits.isEmpty else { continue }
            let file = object.location.file
            guard let data = tree.changed[file] ?? tree.original(file) else {
                throw WorkingTreeError.undeclared(identity, to)
            }
            var editor = ManifestEditor(data, object: identity)
            for edit in acceptance.edits { try editor.apply(edit) }
            try tree.put([file: editor.data])
            changes.append(acceptance)
        }
        for record in records where record.finding.object == nil {
            TerminalOutput.error(
                "note: \(record.finding.field) belongs to no object: rondo import \(record.finding.field) --to \(to)"
                    + stateOptions.asTyped)
        }
        return (tree, changes)
    }

    /// What the commit says: the objects, then each finding.
    private func message(_ changes: [DriftAcceptance]) -> String {
        let objects = changes.map(\.object.description).joined(separator: ", ")
        let findings = changes.flatMap(\.records).map { record in
            let finding = record.finding
            return
                "- \(finding.object.map(\.description) ?? "") \(finding.field): \(finding.desired ?? "nothing") wanted, "
                + "\(finding.actual ?? "nothing") found since \(record.firstSeen.formatted(.iso8601))"
        }
        return "Accept drift of \(objects)\n\n\(findings.joined(separator: "\n"))\n"
    }
}
