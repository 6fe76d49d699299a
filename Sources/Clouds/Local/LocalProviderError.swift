import Model

/// Why this machine did not give an instance, or did not end one.
enum LocalProviderError: Error, Hashable, Sendable {
    case noBootID
    case noProcessTable
    case missingJoinToken(ObjectIdentity)
    case instanceFolder(path: String, reason: String)
    case spawn(executable: String, reason: String)
    case foreignID(InstanceID)
    case survived(InstanceID)
    case gone(InstanceID)
}

extension LocalProviderError: ClassifiedCloudError {
    var fault: CloudFault {
        switch self {
        case .missingJoinToken, .foreignID, .gone: .refused
        case .noBootID, .noProcessTable, .instanceFolder, .spawn, .survived: .unavailable
        }
    }
}

extension LocalProviderError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noBootID: "cannot read /proc/sys/kernel/random/boot_id; local instances need Linux with /proc mounted"
        case .noProcessTable: "cannot list /proc; it may be that too many files are open (`ulimit -n`)"
        case .missingJoinToken(let object):
            "\(object) has no `worker`, and a local instance is always one; give it a `worker` section"
        case .instanceFolder(let path, let reason):
            "cannot prepare \(path): \(reason); make the state folder writable or choose another with --state"
        case .spawn(let executable, let reason): "cannot start \(executable): \(reason)"
        case .foreignID(let id): "`\(id)` is not the id of a local instance"
        case .gone(let id): "\(id) does not run any more"
        case .survived(let id): "\(id) still runs after SIGKILL; look at its state with `ps -o stat,wchan`"
        }
    }
}
