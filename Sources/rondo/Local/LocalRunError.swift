import Foundation
import Model

/// Why nothing can be run in this process, and what to do about it.
enum LocalRunError: Error, CustomStringConvertible {
    /// No suite stands where one was looked for.
    case nothing(LocalTarget)
    case notInEnvironment([ObjectIdentity], environments: [String])
    case severalEnvironments(ObjectIdentity, [String])
    case broken
    case noTest(filter: String, suites: [SuiteKey])
    /// What each secret that can't be read lacks.
    case secrets([String])
    case scratch(String)

    var description: String {
        switch self {
        case .nothing(.file(let url)):
            FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
                ? "\(Self.shown(url)) declares no TestSuite: name a file that does, or a folder"
                : "there is no file \(Self.shown(url))"
        case .nothing(.folder(let url)): "no file below \(Self.shown(url)) declares a TestSuite"
        case .nothing(.suite(let identity)):
            "no file around the working directory declares \(identity): name its file, or --folder DIR"
        case .notInEnvironment(let suites, let environments):
            "\(Self.list(suites.map(\.description))) is not in \(Self.list(environments)): see its `environments`"
        case .severalEnvironments(let suite, let names):
            "\(suite) is in \(Self.list(names)): say which, with --environment NAME"
        case .broken: "nothing was run: mend what is said above"
        case .noTest(let filter, let suites):
            "no test of \(Self.list(suites.map(\.suite.name))) has `\(filter)` in its name or labels"
        case .secrets(let problems): problems.joined(separator: "\n       ")
        case .scratch(let reason): "no folder for the files of tests can be made: \(reason)"
        }
    }

    private static func shown(_ url: URL) -> String {
        let path = url.path(percentEncoded: false)
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
