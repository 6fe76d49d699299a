import API
import ArgumentParser
import Foundation
import Model
import Planning
import Reports

struct TreeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree", abstract: "Show objects under what they depend on, with where each stands.",
        discussion: "With an object: what it needs, and everything that depends on it.")

    @Argument(help: ArgumentHelp("Only this object and what depends on it.", valueName: "kind/name"))
    var name: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace; that of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let root = try name.map { try object(named: $0) }
        let objects = try await StateAccess.open(stateOptions).observed().objects.filter {
            root != nil || namespace == nil || $0.identity.namespace == namespace
        }
        if let root, !objects.contains(where: { $0.identity == root }) { throw ReadingError.noSuchObject(root) }
        let needs = Dictionary(objects.map { ($0.identity, DependencyGraph.dependencies(of: $0.declared)) }) { $1 }
        let tree = ObjectTree(objects, needs: needs)
        let format = documentOptions.output
        if format.isDocument {
            TerminalOutput.out(try format.document(tree.document))
        } else {
            let text = tree.text(below: root, style: documentOptions.style)
            TerminalOutput.out(text.isEmpty ? "Nothing there yet." : text)
        }
    }

    private func object(named name: String) throws -> ObjectIdentity {
        guard case .object(let identity) = try Subject(name, namespace: namespace) else {
            throw ValidationError("`\(name)` is no object: a tree is shown of one, as env/NAME.")
        }
        return identity
    }
}
