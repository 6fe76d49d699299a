import Foundation
import Model

/// The variables of a local instance: its tags, which a cloud would keep beside the VM, and what a process needs.
package struct InstanceEnvironment: Hashable, Sendable {
    static let installation = "RONDO_INSTALLATION"
    static let token = "RONDO_TOKEN_ID"
    static let tags = "RONDO_TAGS"

    /// Whose instance a process with these variables is; nil for none.
    package static func installation(in variables: [String: String]) -> String? { variables[installation] }

    let token: UUID
    let tags: InstanceTags

    init(token: UUID, tags: InstanceTags) {
        self.token = token
        self.tags = tags
    }

    /// nil when the variables are not those of an instance.
    init?(variables: [String: String]) {
        guard let token = variables[Self.token].flatMap(UUID.init(uuidString:)), let text = variables[Self.tags],
            let tags = try? JSONDecoder().decode(InstanceTags.self, from: Data(text.utf8)),
            variables[Self.installation] == tags.installation.rawValue
        else { return nil }
        self.init(token: token, tags: tags)
    }

    /// A clean environment: the tags and the few variables that a program may count on, taken from `parent`.
    func variables(parent: [String: String]) throws -> [String: String] {
        // Where coverage is measured, an instance writes its counters too.
        let kept = [
            "PATH", "HOME", "LANG", "LLVM_PROFILE_FILE",
            // Where podman and docker find their settings and their server.
            "XDG_RUNTIME_DIR", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINER_HOST", "DOCKER_HOST",
            "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY",
        ]
        var variables = parent.filter { kept.contains($0.key) }
        if variables["PATH"] == nil { variables["PATH"] = "/usr/local/bin:/usr/bin:/bin" }
        variables[Self.installation] = tags.installation.rawValue
        variables[Self.token] = token.uuidString.lowercased()
        variables[Self.tags] = String(decoding: try CanonicalEncoding.data(tags), as: UTF8.self)
        return variables
    }
}
