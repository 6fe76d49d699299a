import Model

/// Why a command could not read what it was asked for.
enum ReadingError: Error, CustomStringConvertible {
    case noSuchRun(RunID)
    case noSuchObject(ObjectIdentity)
    case noState(String)
    case nothingRead

    var description: String {
        switch self {
        case .noSuchRun(let id): "there is no run \(id); `rondo get runs` lists them"
        case .noSuchObject(let identity): "there is no \(identity); `rondo get` lists what there is"
        case .noState(let path):
            "there is no state in \(path): start `rondo run --state \(path)`, or name another folder with --state"
        case .nothingRead: "the source has never been read: `rondo get sources` says why"
        }
    }
}
