import Access
import Foundation
import Model
import TestSupport

/// Drives the real controller through random histories on a virtual clock; `docs/architecture.md` says how.
///
///     Simulation [--seed N] [--histories N] [--seconds N] [--print | --steps]
///
/// Prints one line a broken promise with the seed that replays it, and a line of figures; exits 1 when one was broken.
@main
enum Simulation {
    private struct Request {
        var seed: UInt64 = 1
        var histories = Int.max
        /// Processor seconds after which no further history begins.
        var seconds = Double.infinity
        var prints = false
        var showsSteps = false

        init(_ arguments: [String]) throws {
            var rest = arguments[...]
            while let option = rest.popFirst() {
                switch option {
                case "--print": prints = true
                case "--steps": (prints, showsSteps) = (true, true)
                case "--seed": seed = try Self.number(&rest, after: option)
                case "--histories": histories = Int(try Self.number(&rest, after: option))
                case "--seconds": seconds = Double(try Self.number(&rest, after: option))
                default: throw Misuse(description: "unknown option `\(option)`")
                }
            }
            if histories == Int.max, seconds == .infinity { histories = 1 }
        }

        private static func number(_ rest: inout ArraySlice<String>, after option: String) throws -> UInt64 {
            guard let text = rest.popFirst(), let number = UInt64(text) else {
                throw Misuse(description: "\(option) needs a number")
            }
            return number
        }
    }

    private struct Misuse: Error, CustomStringConvertible {
        let description: String
    }

    /// Synchronous, so that this thread is the one that everything runs on.
    static func main() {
        do {
            let request = try Request(Array(CommandLine.arguments.dropFirst()))
            let identity = try Self.identity()
            guard SeededExecutor.shared.install() else {
                throw Misuse(description: "this version of Swift has no hook for its global executor")
            }
            try Databases.prepare()
            defer { Databases.clean() }
            let figures = try run(request, identity)
            Output.line("\(figures)")
            if figures.broken > 0 {
                Databases.clean()
                exit(1)
            }
        } catch let error as Misuse {
            Output.line("simulation: \(error)")
            exit(64)
        } catch {
            Output.line("simulation: \(error)")
            exit(2)
        }
    }

    private static func run(_ request: Request, _ identity: InstallationIdentity) throws -> Figures {
        var figures = Figures()
        let start = Figures.processorSeconds
        while figures.histories < request.histories, Figures.processorSeconds - start < request.seconds {
            let seed = request.seed &+ UInt64(figures.histories)
            let outcome = try History(
                seed: seed, identity: identity, isPrinted: request.prints, showsSteps: request.showsSteps
            ).run()
            figures.add(outcome)
            guard !outcome.violations.isEmpty else { continue }
            for violation in outcome.violations { Output.line("BROKEN seed \(seed): \(violation)") }
            if !request.prints { for line in outcome.tail { Output.line("    \(line)") } }
        }
        figures.processorSeconds = Figures.processorSeconds - start
        return figures
    }

    /// One identity serves all histories: what differs between them comes from their seeds.
    private static func identity() throws -> InstallationIdentity {
        let folder = try TemporaryDirectory()
        let done = DispatchSemaphore(value: 0)
        let found = Recorder<Result<InstallationIdentity, any Error>>()
        Task.detached {
            do {
                found.record(.success(try await InstallationIdentity.loadOrCreate(stateFolder: folder.url)))
            } catch {
                found.record(.failure(error))
            }
            done.signal()
        }
        done.wait()
        return try found.all[0].get()
    }
}

/// What all histories of one run came to.
struct Figures: CustomStringConvertible {
    private(set) var histories = 0
    private(set) var broken = 0
    private var lives = 0
    private var steps = 0
    private var simulated = Duration.zero
    private var digest = UInt64(0)
    var processorSeconds = 0.0

    mutating func add(_ outcome: History.Outcome) {
        histories += 1
        lives += outcome.lives
        steps += outcome.steps
        simulated += outcome.simulated
        digest = digest &* 31 &+ outcome.digest
        if !outcome.violations.isEmpty { broken += 1 }
    }

    var description: String {
        let rate = simulated / .seconds(1) / max(processorSeconds, 0.001)
        return """
            simulation: \(histories) histories, \(broken) broken, \(lives) lives, \(steps) steps, \
            \(Int(simulated / .seconds(1))) s simulated in \(Int(processorSeconds.rounded())) s of processor time
            simulation_seconds_per_cpu_second: \(Int(rate)) s/s
            digest: \(String(digest, radix: 16))
            """
    }

    /// That this process has used.
    static var processorSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}

/// Standard output, without a buffer that a crash would lose.
enum Output {
    static func line(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}
