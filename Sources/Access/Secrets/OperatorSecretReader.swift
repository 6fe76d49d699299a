import Foundation
package import Model

/// Reads values of the operator's own configuration: any variable, any file that the controller may read.
package enum OperatorSecretReader {
    /// The bound of one value; a file of known hosts or keys may be long.
    package static let maximumBytes = 1_048_576

    /// The value as it is now, without its last line break.
    package static func read(
        _ secret: OperatorSecret,
        variable: @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
    ) async throws(OperatorSecretError) -> Secret {
        switch secret {
        case .environmentVariable(let name):
            guard let value = variable(name), !value.isEmpty else {
                throw OperatorSecretError(secret: secret, reason: "it is not set where the controller runs")
            }
            guard value.utf8.count <= maximumBytes else { throw tooLarge(secret) }
            return Secret(value)
        case .file(let path):
            let result: Result<Secret, OperatorSecretError> = await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: Result { () throws(OperatorSecretError) in try file(path, secret) })
                }
            }
            return try result.get()
        }
    }

    /// Links are followed, as secrets that an orchestrator mounts are links.
    private static func file(_ path: String, _ secret: OperatorSecret) throws(OperatorSecretError) -> Secret {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw OperatorSecretError(secret: secret, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw OperatorSecretError(secret: secret, reason: "it is not a plain file")
        }
        guard let contents = BoundedRead.all(descriptor, limit: maximumBytes) else { throw tooLarge(secret) }
        guard let text = String(validating: contents, as: UTF8.self) else {
            throw OperatorSecretError(secret: secret, reason: "it is not UTF-8 text")
        }
        // Swift takes CR LF for one character.
        let value = text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text
        guard !value.isEmpty else { throw OperatorSecretError(secret: secret, reason: "it is empty") }
        return Secret(value)
    }

    private static func tooLarge(_ secret: OperatorSecret) -> OperatorSecretError {
        OperatorSecretError(secret: secret, reason: "it is larger than \(maximumBytes) bytes, or can't be read")
    }
}

/// A value of the operator's configuration that can't be had; never with the value.
package struct OperatorSecretError: Error, Hashable, CustomStringConvertible {
    package let secret: OperatorSecret
    package let reason: String

    package init(secret: OperatorSecret, reason: String) {
        self.secret = secret
        self.reason = reason
    }

    package var description: String { "\(secret) of the controller's configuration can't be used: \(reason)" }
}
