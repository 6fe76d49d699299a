/// Why a command could not be run at all.
enum CommandError: Error, Hashable, CustomStringConvertible {
    case noProgram
    case notFound(String, path: String)
    case badVariable(String)
    case nul
    case notStarted(String, reason: String)
    case noFolder(String, reason: String)
    case noImage(String)
    case imageMissing(String, reason: String)
    /// A variable that a container can't be given.
    case severalLines(String)
    /// The attempt was cancelled before the command began.
    case cancelled

    var description: String {
        switch self {
        case .noProgram: "`run` is empty: name the program to run"
        case .notFound(let name, let path):
            "program not found: `\(name)` is in none of \(path); install it on the worker, or ask for it with `needs`"
        case .badVariable(let name): "`\(name)` can't be the name of an environment variable"
        case .nul: "the command or its environment has a NUL character in it, which no program can be given"
        case .notStarted(let name, let reason): "cannot start `\(name)`: \(reason)"
        case .noFolder(let path, let reason):
            "can't run in `\(path)`: \(reason); it is a folder of the scratch folder, into which `files` lays files"
        case .noImage(let name): "`\(name)` can't be the name of an image"
        case .imageMissing(let name, let reason):
            "the image `\(name)` is not on the worker and can't be fetched: \(reason)"
        case .severalLines(let name): "a container can't be given a variable `\(name)` that holds a line break"
        case .cancelled: "the attempt was cancelled before the command began"
        }
    }
}
