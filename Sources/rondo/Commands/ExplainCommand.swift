import ArgumentParser
import Manifests

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tell what a kind, or a field of it, may hold.",
        discussion: """
            For example `rondo explain suite`, `rondo explain suite.tests.retry`, `rondo explain rondo.yaml.prune`, \
            `rondo explain config.allow`, `rondo explain rest` (or another sort of test), `rondo explain assertions` or \
            `rondo explain security-checks.hsts`; without an argument it lists the kinds.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, markdown
    }

    @Argument(
        help: ArgumentHelp(
            "The kind by any of its names, rondo.yaml, config or a sort of test, and fields; assertions; or security-checks.",
            valueName: "kind[.field…]"))
    var subject: String?

    @Flag(help: "All fields below with their types.")
    var recursive = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "text, or markdown: a table of every field.")
    var output: Format = .text

    func run() throws {
        guard let subject else { return TerminalOutput.out(Explanation.kinds()) }
        if subject.lowercased() == AssertionReference.name {
            return TerminalOutput.out(output == .text ? AssertionReference.text() : AssertionReference.markdown())
        }
        if SecurityReference.isMeant(by: subject) { return try explainChecks(subject) }
        if output == .markdown, let test = TestReference(subject) { return TerminalOutput.out(test.markdown()) }
        let thing = try ExplainedThing(subject)
        switch output {
        case .text: TerminalOutput.out(Explanation.text(thing, isRecursive: recursive))
        case .markdown: TerminalOutput.out(ReferencePage.text(thing))
        }
    }

    private func explainChecks(_ subject: String) throws {
        switch (try SecurityReference.check(in: subject), output) {
        case (let check?, .text): TerminalOutput.out(SecurityReference.text(check))
        case (let check?, .markdown): TerminalOutput.out(SecurityReference.markdown(check))
        case (nil, .text): TerminalOutput.out(SecurityReference.text())
        case (nil, .markdown): TerminalOutput.out(SecurityReference.markdown())
        }
    }
}
