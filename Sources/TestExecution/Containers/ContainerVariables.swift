import Foundation
import Glibc

/// How a container gets the environment of its command: arguments name variables and never hold a value.
///
/// Values travel in the environment of the engine's own program, as they are. Those whose names mean something to that
/// program go by a file, in which a value is one line.
struct ContainerVariables {
    let options: [String]
    /// For the environment of the engine's program.
    let passed: [String: String]
    private let file: String?

    /// - Parameter scratch: the file is made beside it, where no container sees it.
    init(_ variables: [String: String], beside scratch: String) throws(CommandError) {
        let all = ["HOME": ContainerRun.mount, "TMPDIR": ContainerRun.mount].merging(variables) { $1 }
        let own = all.filter { Self.concernsEngine($0.key) }
        passed = all.filter { !Self.concernsEngine($0.key) }
        var options = passed.keys.sorted().flatMap { ["--env", $0] }
        var lines = ""
        for (name, value) in own.sorted(by: { $0.key < $1.key }) {
            guard !value.contains(where: \.isNewline), !name.contains(where: \.isWhitespace) else {
                throw .severalLines(name)
            }
            lines += "\(name)=\(value)\n"
        }
        let path = "\(scratch).env"
        guard Self.write(lines, to: path) else {
            throw .notStarted("the container", reason: "its environment can't be written to \(path)")
        }
        file = path
        options += ["--env-file", path]
        self.options = options
    }

    func removeFile() {
        if let file { unlink(file) }
    }

    private static func concernsEngine(_ name: String) -> Bool {
        let names = ["PATH", "HOME", "TMPDIR", "USER", "LANG", "GODEBUG", "NOTIFY_SOCKET"]
        let beginnings = [
            "LD_", "XDG_", "DOCKER_", "BUILDKIT_", "CONTAINER", "STORAGE_", "REGISTRY_", "BUILDAH_", "PODMAN_", "SSL_",
        ]
        return names.contains(name) || beginnings.contains { name.hasPrefix($0) }
            || name.lowercased().hasSuffix("_proxy")
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        return (try? file.write(contentsOf: Data(text.utf8))) != nil
    }
}
