/// What the command line asks for.
struct Request {
    struct Misuse: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    static let help = """
        usage: bench [NAME…] [--peers] [--runs N] [--rondo PATH] [--list]

        Prints `name: value unit` lines, each the median of several runs; NAME is a benchmark or one of its lines.
          --peers       also run peers that are other programs and take long (PyYAML, Hurl)
          --runs N      how many runs (5)
          --rondo PATH  the executable whose child process reads git
          --list        the benchmarks and their lines
        """

    private(set) var names: [String] = []
    private(set) var options = BenchmarkOptions()
    private(set) var showsList = false
    private(set) var showsHelp = false

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--peers": options.withPeers = true
            case "--list": showsList = true
            case "-h", "--help": showsHelp = true
            case "--rondo": options.rondo = try Self.value(of: argument, &rest)
            case "--runs":
                guard let runs = Int(try Self.value(of: argument, &rest)), runs > 0 else {
                    throw Misuse("--runs takes a whole number above zero")
                }
                options.runs = runs
            default:
                guard !argument.hasPrefix("-") else { throw Misuse("unknown option `\(argument)`: see --help") }
                names.append(argument)
            }
        }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws -> String {
        guard let value = rest.popFirst() else { throw Misuse("\(option) needs a value") }
        return value
    }
}
