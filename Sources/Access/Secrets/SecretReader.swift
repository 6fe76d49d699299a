import Foundation
package import Model

/// Reads the secrets that manifests name, within what the operator allows and what their namespace holds.
package struct SecretReader: Sendable {
    /// The bound of one secret.
    package static let maximumBytes = SealedValue.maximumValueBytes

    private let allow: OperatorConfiguration.Allow
    private let safe: SecretSafe?
    private let variable: @Sendable (String) -> String?

    /// - Parameters:
    ///   - safe: opens sealed and stored values; without one, they are refused.
    ///   - variable: looks up a variable of the process environment.
    package init(
        allow: OperatorConfiguration.Allow, safe: SecretSafe? = nil,
        variable: @escaping @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
    ) {
        self.allow = allow
        self.safe = safe
        self.variable = variable
    }

    /// The value as it is now, for the field that names it.
    package func read(_ source: SecretSource, for place: SecretPlace) async throws(AccessError) -> Secret {
        switch source {
        case .environmentVariable, .file: return try await read(source)
        case .stored(let name):
            guard let safe else { throw .secretOutOfReach(source) }
            return try await safe.vault.value(named: name, in: place.object.namespace)
        case .sealed(let value):
            guard let safe else { throw .secretOutOfReach(source) }
            return try await safe.keys.open(value, at: place)
        }
    }

    /// The value of a source that belongs to no object; whether it is allowed is asked before whether it exists.
    package func read(_ source: SecretSource) async throws(AccessError) -> Secret {
        switch source {
        case .environmentVariable(let name):
            guard allow.permits(environmentVariable: name) else { throw .variableNotAllowed(name) }
            guard let value = variable(name) else { throw .secretMissing(source) }
            guard value.utf8.count <= Self.maximumBytes else { throw tooLarge(source) }
            return Secret(value)
        case .file(let name):
            guard let folder = allow.secretFiles else { throw .secretFileNotAllowed(name) }
            return try await OffPool.run { () throws(AccessError) in try file(name, in: folder, source) }
        case .stored, .sealed: throw .secretOutOfReach(source)
        }
    }

    /// Reads a plain file directly in the folder, never through a link, without its last line break.
    private func file(_ name: String, in folder: String, _ source: SecretSource) throws(AccessError) -> Secret {
        // Bytes, since a slash with an accent is one character to Swift and a slash to the system.
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == 0 || $0 == 0x2F }) else {
            throw .secretUnusable(source, reason: "a secret is a file directly in \(folder)")
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            throw .secretUnusable(source, reason: "the folder \(folder): \(String(cString: strerror(errno)))")
        }
        defer { close(directory) }
        let descriptor = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .secretMissing(source)
            case ELOOP: throw .secretUnusable(source, reason: "it is a link; put the file itself into \(folder)")
            default: throw .secretUnusable(source, reason: String(cString: strerror(errno)))
            }
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw .secretUnusable(source, reason: "it is not a plain file")
        }
        guard let contents = BoundedRead.all(descriptor, limit: Self.maximumBytes) else { throw tooLarge(source) }
        guard let text = String(validating: contents, as: UTF8.self) else {
            throw .secretUnusable(source, reason: "it is not UTF-8 text")
        }
        // Swift takes CR LF for one character.
        return Secret(text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text)
    }

    private func tooLarge(_ source: SecretSource) -> AccessError {
        .secretUnusable(source, reason: "it can't be read, or is larger than \(Self.maximumBytes) bytes")
    }
}
