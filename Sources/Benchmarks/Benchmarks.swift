import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Prints `name: value unit` for each figure that was asked for; without names, for all.
@main
enum Benchmarks {
    private static var all: [any Benchmark.Type] {
        [
            ColdLoad.self, OneFileCycle.self, QuietController.self, ChangedObjects.self, SimulationRate.self,
            JUnitIngest.self, RestChecks.self, CloudDrift.self,
        ]
    }

    static func main() async {
        do {
            let request = try Request(Array(CommandLine.arguments.dropFirst()))
            if request.showsHelp {
                print(Request.help)
            } else if request.showsList {
                for benchmark in all {
                    print("\(benchmark.name)  \(benchmark.summary)")
                    for line in benchmark.lines { print("  \(line)") }
                }
            } else {
                try await measure(request)
            }
        } catch let error as Request.Misuse {
            complain(error.description)
            exit(64)
        } catch {
            complain("\(error)")
            exit(2)
        }
    }

    private static func measure(_ request: Request) async throws {
        let known = Set(all.flatMap { [$0.name] + $0.lines })
        if let unknown = request.names.first(where: { !known.contains($0) }) {
            throw Request.Misuse("there is no benchmark `\(unknown)`: --list shows them")
        }
        let wanted = Set(request.names)
        for benchmark in all {
            let takesAll = wanted.isEmpty || wanted.contains(benchmark.name)
            guard takesAll || !wanted.isDisjoint(with: benchmark.lines) else { continue }
            var options = request.options
            if !takesAll { options.lines = wanted.intersection(benchmark.lines) }
            for figure in try await benchmark.init(options: options).run()
            where takesAll || wanted.contains(figure.name) { print(figure) }
        }
    }

    private static func complain(_ message: String) {
        FileHandle.standardError.write(Data("bench: \(message)\n".utf8))
    }
}
