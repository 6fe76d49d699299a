import Importing

/// The manifest of an environment that has what imported suites need.
enum NeededEnvironment {
    static func manifest(_ name: String, _ needs: [EnvironmentNeeds]) -> String {
        var lines = [
            "# There was no environment, so here is one.", "apiVersion: rondo.dev/v1", "kind: Environment", "metadata:",
            "  name: \(name)", "spec:", "  type: dev",
        ]
        let services = needs.reduce(into: [String: String]()) { $0.merge($1.services) { first, _ in first } }
        if !services.isEmpty {
            lines.append("  services:")
            for (name, address) in services.sorted(by: { $0.key < $1.key }) {
                lines.append("    \(name):")
                if !address.hasPrefix("http") {
                    lines.append("      # The input does not say where it is: write it here.")
                }
                lines.append("      url: \"\(address.hasPrefix("http") ? address : "http://127.0.0.1:8080")\"")
            }
        }
        let secrets = Set(needs.flatMap(\.secrets)).sorted()
        if !secrets.isEmpty {
            lines.append("  secrets:")
            for secret in secrets {
                lines.append("    \(secret): env:\(secret.uppercased().replacing("-", with: "_"))")
            }
        }
        return lines.map { "\($0)\n" }.joined()
    }
}
