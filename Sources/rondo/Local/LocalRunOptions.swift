import ArgumentParser
import Foundation

/// How suites are run in this process.
struct LocalRunOptions: ParsableArguments {
    @Flag(help: "Run it here, without a controller; a file or a folder always is.")
    var local = false

    @Option(
        help: ArgumentHelp(
            "Only tests with this in `SUITE / TEST` or a label KEY=VALUE, and those they depend on; /REGEX/ is a pattern.",
            valueName: "text"))
    var filter: TestFilter?

    @Option(help: ArgumentHelp("The root of the manifests (default: found around the file).", valueName: "dir"))
    var folder: String?

    @OptionGroup var settings: LocalSettings

    /// Those that mean nothing where a controller runs the suite.
    var given: [String] {
        [filter == nil ? nil : "--filter", folder == nil ? nil : "--folder"].compactMap(\.self) + settings.given
    }
}

/// What every run in this process can be told.
struct LocalSettings: ParsableArguments {
    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run it so many times.", valueName: "count"))
    var repetitions = 1

    @Flag(help: "Stop at the first test that fails.")
    var bail = false

    @Option(help: ArgumentHelp("How many tests may run at once (default: the processors).", valueName: "count"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Take a secret from a variable of yours; may be repeated.", valueName: "name=env:variable"))
    var secret: [SecretChoice] = []

    func validate() throws {
        guard repetitions > 0 else { throw ValidationError("--repeat takes a number from 1.") }
        guard jobs ?? 1 > 0 else { throw ValidationError("--jobs takes a number from 1.") }
    }

    var slots: Int { jobs ?? max(2, ProcessInfo.processInfo.activeProcessorCount) }

    var given: [String] {
        [
            repetitions == 1 ? nil : "--repeat", bail ? "--bail" : nil, jobs == nil ? nil : "--jobs",
            secret.isEmpty ? nil : "--secret",
        ].compactMap(\.self)
    }
}
