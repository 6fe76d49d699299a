import Foundation

/// Another program, run to its end and measured with all its children.
struct Command {
    private let name: String
    private let arguments: [String]
    private let environment: [String: String]
    private let input: URL?

    init(_ name: String, _ arguments: [String], environment: [String: String] = [:], input: URL? = nil) {
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// Throws when it can't be started or ends with another code than 0.
    @discardableResult
    func run() throws -> (output: String, cost: Cost) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        process.standardOutput = pipe
        let start = ContinuousClock.now
        let cpu = ProcessorTime.endedChildren
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let cost = Cost(wall: (ContinuousClock.now - start).inSeconds, cpu: ProcessorTime.endedChildren - cpu)
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure(
                "`\(name) \(arguments.prefix(3).joined(separator: " "))` ended with \(process.terminationStatus)")
        }
        return (String(decoding: output, as: UTF8.self), cost)
    }
}
