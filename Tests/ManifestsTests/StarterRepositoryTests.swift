import Model
import Testing

@testable import Manifests

struct StarterRepositoryTests {
    private let files = StarterRepository.files(schema: "{}\n", configurationSchema: "[]\n")

    @Test("What init writes is valid, one object of each kind")
    func isValid() {
        let loaded = TreeFixture.load(Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first })
        #expect(loaded.set.diagnostics.map(\.description) == [])
        #expect(loaded.set.repository?.ignore == ["charts/**"])
        #expect(Set(loaded.set.objects.map(\.identity.kind)) == Set(Kind.allCases))
        #expect(loaded.taken.count == 5)
    }

    @Test("rondo.yaml leads editors to a schema of its own")
    func configurationLeadsToItsSchema() {
        let own = files.first { $0.path == "rondo.yaml" }
        #expect(own?.text.hasPrefix("# yaml-language-server: $schema=.rondo/rondo-yaml.schema.json\n") == true)
        #expect(files.contains { $0.path == StarterRepository.configurationSchemaPath && $0.text == "[]\n" })
    }

    @Test("Each manifest leads editors to the schema")
    func leadsToTheSchema() {
        for file in files where file.path.hasSuffix(".yaml") && file.path != "rondo.yaml" {
            #expect(file.text.hasPrefix("# yaml-language-server: $schema=../.rondo/schema.json\n"), "\(file.path)")
            #expect(file.path.split(separator: "/").count == 2)
            #expect(!file.purpose.isEmpty)
        }
        #expect(files.contains { $0.path == StarterRepository.schemaPath && $0.text == "{}\n" })
    }
}
