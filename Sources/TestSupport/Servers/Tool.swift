package import Foundation

/// Runs a program to its end, for fixtures that nobody here wrote: keys, certificates, signatures.
package enum Tool {
    /// What it printed on both outputs; throws when it fails. The program is looked for in PATH and the folders of root.
    @discardableResult
    package static func run(
        _ program: String, _ arguments: [String], in folder: URL? = nil
    ) throws -> String {
        let ended = try SpawnedProcess.run(path(of: program), arguments, workingIn: folder)
        guard ended.exit == 0 else {
            throw GitFixtureError(arguments: [program] + arguments, output: ended.output)
        }
        return ended.output.trimmingCharacters(in: .newlines)
    }

    /// The first executable of that name; the bare name when there is none.
    package static func path(of program: String) -> String {
        if program.hasPrefix("/") { return program }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
        return (folders + ["/usr/sbin", "/sbin"]).map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? program
    }

    /// Whether all of them are installed.
    package static func areThere(_ programs: String...) -> Bool {
        programs.allSatisfy { FileManager.default.isExecutableFile(atPath: path(of: $0)) }
    }
}
