import Model

/// Why a command could not read what it was asked for.
enum ReadingError: Error, CustomStringConvertible {
    case noSuchRun(RunID)
    case noSuchObject(ObjectIdentity)
    case noRun(of: ObjectIdentity)
    case noSuchTest(String, RunID)
    case artifactGone(String)
    case artifactDamaged(String)
    case unsafePath(String)
    case unwritable(String)
    case noCases(RunID, test: String?)
    case noState(String)
    case nothingRead
    case noSuchSource(String)
    case noSuchWorker(String)
    case noController(String)
    case noFolder(String)
    case noSuchSecret(String, String)
    case noSealingKey
    case unreadable(String)
    case unreadableAuthority(String)
    case incompleteList(String)
    case severalSources([String])
    case sourceConfigured(String)
    case controllerRuns(pid: Int32)
    case approvalWithoutController(String)

    var description: String {
        switch self {
        case .noSuchRun(let id): "there is no run \(id); `rondo get runs` lists them"
        case .noSuchObject(let identity): "there is no \(identity); `rondo get` lists what there is"
        case .noRun(let suite): "there is no run of \(suite); `rondo get runs` lists them"
        case .noSuchTest(let name, let run): "run \(run) has no test `\(name)`; `rondo get run/\(run)` shows it"
        case .artifactGone(let path): "`\(path)` is not kept any more: it went with its run"
        case .artifactDamaged(let path): "`\(path)` is not what the run left behind: its copy is damaged"
        case .unsafePath(let path): "`\(path)` would be written outside of the folder"
        case .unwritable(let path): "can't write \(path): check free space and that the folder is writable"
        case .noCases(let run, let test):
            (test.map { "test `\($0)` of run \(run)" } ?? "no test of run \(run)")
                + " has reported \(test == nil ? "" : "no ")cases: a `command` does with `reports.junit` or `reports.tap`"
        case .noState(let path):
            "there is no state in \(path): start `rondo run --state \(path)`, or name another folder with --state"
        case .noFolder(let path): "there is no folder `\(path)`"
        case .noSuchSource(let name): "there is no source \(name); `rondo get sources` lists them"
        case .noSuchWorker(let name): "there is no worker \(name); `rondo get workers` lists them"
        case .noController(let path): "no controller runs on \(path): start `rondo run --state \(path)`"
        case .noSuchSecret(let name, let namespace):
            "there is no secret \(name) in namespace \(namespace); `rondo secret list` lists them"
        case .noSealingKey: "the controller has no sealing key: `rondo seal rotate` makes one"
        case .unreadable(let path): "`\(path)` can't be read: check its name and permissions"
        case .unreadableAuthority(let path):
            "RONDO_CA can't be read: `\(path)` must be a file with the controller's authority in PEM; it is `ca.pem` in the "
                + "state folder of a controller that made its own"
        case .incompleteList(let problem): "\(problem): use the rondo of the controller's version"
        case .severalSources(let names):
            "there are several sources (\(names.joined(separator: ", "))): say with --source which one the folder stands for"
        case .sourceConfigured(let name):
            "source \(name) is still configured, so its objects would come back: remove it from the sources, start the "
                + "controller once, then take it down"
        case .controllerRuns(let pid):
            "a controller runs on this state folder (pid \(pid)): stop it, since taking down one source would stop the "
                + "others with it"
        case .approvalWithoutController(let path):
            "no controller runs on \(path), and only one can say what its commit would delete: start "
                + "`rondo run --state \(path)`, then approve what `rondo plan` shows as held"
        case .nothingRead: "no source was ever read: `rondo get sources` says why"
        }
    }
}
