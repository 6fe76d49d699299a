import Model

/// The manifest of an environment that has what imported suites need.
package enum NeededEnvironment {
    package static func manifest(_ name: String, _ needs: [EnvironmentNeeds]) -> String {
        var spec = [ManifestEntry("type", "dev")]
        let services = needs.reduce(into: [String: String]()) { $0.merge($1.services) { first, _ in first } }
        if !services.isEmpty {
            spec.append(ManifestEntry("services", .mapping(services.sorted { $0.key < $1.key }.map(service))))
        }
        let secrets = Set(needs.flatMap(\.secrets)).sorted()
        if !secrets.isEmpty {
            let entries = secrets.map {
                ManifestEntry($0, "env:\($0.uppercased().replacing("-", with: "_"))")
            }
            spec.append(ManifestEntry("secrets", .mapping(entries)))
        }
        let document = ManifestNode.mapping([
            ManifestEntry("apiVersion", "rondo.dev/v1"), ManifestEntry("kind", Kind.environment.rawValue),
            ManifestEntry("metadata", .mapping([ManifestEntry("name", name)])),
            ManifestEntry("spec", .mapping(spec)),
        ])
        return ManifestText.text(.commented(["There was no environment, so here is one."], document))
    }

    private static func service(_ name: String, _ address: String) -> ManifestEntry {
        let isKnown = address.hasPrefix("http")
        let url = ManifestEntry(
            "url", isKnown ? address : "http://127.0.0.1:8080",
            comment: isKnown ? [] : ["The input does not say where it is: write it here."])
        return ManifestEntry(name, .mapping([url]))
    }
}
