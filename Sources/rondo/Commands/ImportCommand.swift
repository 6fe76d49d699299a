import API
import ArgumentParser
import Controller
import Foundation
import Model
import Reports

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Write manifests for instances that exist and belong to no object.",
        discussion: """
            Each object gets a file in imported/ of the working tree, which you commit: from then on its instances are \
            its own. `suspend: true` in it means that they are only observed; remove that line, and commit, to let Rondo \
            manage them. Without --to the manifests are printed. Exits 0 when all were written, 1 when there is nothing \
            to import, 2 when something could not be.
            """)

    @Argument(help: ArgumentHelp("The instances, as `rondo leaks` lists them (default: all).", valueName: "id"))
    var ids: [String] = []

    @Option(help: ArgumentHelp("The working tree of the source, its folder of manifests.", valueName: "dir"))
    var to: String?

    @Option(help: ArgumentHelp("Only instances of this provider.", valueName: "name"))
    var provider: ProviderName?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let leaks = try await StateAccess.open(stateOptions).leaks().items
        let known = Set(leaks.map(\.id.rawValue))
        if let unknown = ids.first(where: { !known.contains($0) }) {
            throw LeakError.none(InstanceID(rawValue: unknown))
        }
        // One manifest stands for all instances of its object, so they come together.
        let objects = Set(leaks.filter { ids.isEmpty || ids.contains($0.id.rawValue) }.map(\.instance.tags.object))
        let chosen = leaks.filter { leak in
            objects.contains(leak.instance.tags.object) && (provider == nil || leak.instance.provider == provider)
        }
        guard !chosen.isEmpty else {
            TerminalOutput.error("There is nothing to import: every instance belongs to an object.")
            throw ExitCode(ExitStatus.notAsDesired.rawValue)
        }
        var adoptions: [Adoption] = []
        for (object, leaks) in Dictionary(grouping: chosen, by: \.instance.tags.object).sorted(by: { $0.key < $1.key })
        {
            guard let adoption = Adoption(object, leaks) else { throw ImportError.unknownDefinition(object) }
            adoptions.append(adoption)
        }
        try await write(adoptions)
        for adoption in adoptions where !adoption.outdated.isEmpty {
            let ids = adoption.outdated.map(\.id.rawValue).joined(separator: ", ")
            TerminalOutput.error(
                "note: \(ids) was made from an older definition: once \(adoption.object) is managed, it is replaced")
        }
    }

    private func write(_ adoptions: [Adoption]) async throws {
        guard let to else {
            TerminalOutput.out(try adoptions.map { try $0.manifest() }.joined(separator: "---\n"))
            return
        }
        var tree = try await WorkingTree(path: to)
        for adoption in adoptions {
            if let declared = tree.object(adoption.object) {
                throw ImportError.declared(adoption.object, declared.location)
            }
            try tree.put([adoption.file: Data(try adoption.manifest().utf8)])
        }
        for adoption in adoptions {
            let file = tree.root.appending(path: adoption.file)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            guard let data = tree.changed[adoption.file] else { continue }
            do {
                try data.write(to: file, options: .withoutOverwriting)
            } catch {
                throw ImportError.notWritten(adoption.file, "\(error.localizedDescription)")
            }
            TerminalOutput.out(
                "wrote \(adoption.file): \(adoption.object), \(adoption.leaks.count) adopted, observed only")
        }
        TerminalOutput.out("Commit it; remove `suspend: true` when Rondo is to manage it.")
    }
}

extension ProviderName: ExpressibleByArgument {}

/// Why nothing is imported.
enum ImportError: Error, CustomStringConvertible {
    case unknownDefinition(ObjectIdentity)
    case declared(ObjectIdentity, SourceLocation)
    case notWritten(String, String)

    var description: String {
        switch self {
        case .unknownDefinition(let object):
            "nobody can tell what the instances of \(object) were made of: write its manifest by hand, or delete them"
        case .declared(let object, let location):
            "\(location): \(object) is declared already: commit it, and its instances are its own"
        case .notWritten(let file, let reason): "`\(file)` was not written: \(reason)"
        }
    }
}
