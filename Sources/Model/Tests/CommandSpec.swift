/// One program run without a shell, unless `shell` asks for one.
package struct CommandSpec: Hashable, Sendable, Codable {
    package let run: [String]
    /// Joins `run` with spaces and hands it to `/bin/sh -c`.
    package let shell: Bool
    /// Below the attempt's scratch folder, which it is where nothing is given.
    package let workingDir: String?
    package let stdin: String?
    package let exitCodes: ExitCodes
    package let reports: CommandReports?

    package init(
        run: [String], shell: Bool = false, workingDir: String? = nil, stdin: String? = nil,
        exitCodes: ExitCodes = ExitCodes(), reports: CommandReports? = nil
    ) {
        self.run = run
        self.shell = shell
        self.workingDir = workingDir
        self.stdin = stdin
        self.exitCodes = exitCodes
        self.reports = reports
    }
}

/// What a command's exit code means; any other is a failure.
package struct ExitCodes: Hashable, Sendable, Codable {
    package let passed: [Int]
    package let skipped: [Int]

    package init(passed: [Int] = [0], skipped: [Int] = []) {
        self.passed = passed
        self.skipped = skipped
    }
}

/// Files that a command writes of what it found: globs below the working directory.
package struct CommandReports: Hashable, Sendable, Codable {
    package let junit: [String]?
    package let tap: [String]?
    package let sarif: [String]?
    package let coverage: CoverageReport?

    package init(
        junit: [String]? = nil, tap: [String]? = nil, sarif: [String]? = nil, coverage: CoverageReport? = nil
    ) {
        self.junit = junit
        self.tap = tap
        self.sarif = sarif
        self.coverage = coverage
    }
}

/// Where a command writes how much of the code it covered.
package struct CoverageReport: Hashable, Sendable, Codable {
    package enum Format: String, Hashable, Sendable, Codable, CaseIterable {
        case lcov, cobertura
    }

    package let format: Format
    package let paths: [String]

    package init(format: Format, paths: [String]) {
        self.format = format
        self.paths = paths
    }
}
