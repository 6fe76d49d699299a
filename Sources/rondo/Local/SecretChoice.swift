import ArgumentParser
import Foundation
import Model

/// `NAME=env:VARIABLE`: where the person who runs a test takes a secret of the environment from.
struct SecretChoice: ExpressibleByArgument, Sendable {
    let name: String
    let source: SecretSource

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, case .environmentVariable(let variable)? = SecretSource(parts[1]) else { return nil }
        name = parts[0]
        source = .environmentVariable(variable)
    }
}

extension [SecretChoice] {
    /// The sources of a suite's secrets, those that were chosen in the place of what git says.
    ///
    /// - Throws: What can't be read here: a variable that is not set, and everything that only a controller can open.
    func sources(of secrets: [String: SecretSource]) throws -> [String: SecretSource] {
        var sources = secrets
        for choice in self where secrets[choice.name] != nil { sources[choice.name] = choice.source }
        let problems = sources.sorted { $0.key < $1.key }.compactMap { name, source -> String? in
            let help = "--secret \(name)=env:NAME takes it from a variable of yours"
            switch source {
            case .environmentVariable(let variable):
                guard ProcessInfo.processInfo.environment[variable] == nil else { return nil }
                return "secret `\(name)` is \(source), which is not set here: export \(variable), or \(help)"
            case .file, .stored, .sealed:
                return "secret `\(name)` is \(source), which only a controller can read: \(help)"
            }
        }
        guard problems.isEmpty else { throw LocalRunError.secrets(problems) }
        return sources
    }
}
