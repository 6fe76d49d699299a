import Foundation

/// A repository of manifests of all five kinds, one a file, in the proportions of a company with forty teams.
///
/// The same files in every run. Each team is a namespace with environments of its own, so names resolve as in a real
/// repository; the shapes of the manifests are those of examples/quickstart.
struct SyntheticRepository {
    struct File {
        let path: String
        var text: String
    }

    static let teams = 40
    static let environments = ["dev", "integration", "load", "staging", "preview"]

    private(set) var files: [File] = []
    /// Where the suites are in `files`.
    private(set) var suites: [Int] = []

    /// 200 environments and, of the rest, a fifth suites, nearly a third pools, two fifths alert rules, and caches.
    init(count: Int = 10_000, seed: UInt64 = 1) {
        var generator = SeededGenerator(seed: seed)
        for team in 0..<Self.teams {
            for environment in Self.environments {
                add(EnvironmentText(team: team, name: environment).text, team, "environments", environment)
            }
        }
        var index = 0
        while files.count < count {
            let team = index % Self.teams
            let writer = ManifestWriter(team: team, index: index)
            switch index % 49 {
            case 0..<10:
                suites.append(files.count)
                add(SuiteText(writer: writer).text(using: &generator), team, "suites", "suite-\(index)")
            case 10..<25: add(writer.pool(using: &generator), team, "pools", "pool-\(index)")
            case 25..<45: add(writer.alertRule(using: &generator), team, "alerts", "alert-\(index)")
            default: add(writer.cachePolicy(using: &generator), team, "caches", "cache-\(index)")
            }
            index += 1
        }
    }

    private mutating func add(_ text: String, _ team: Int, _ folder: String, _ name: String) {
        files.append(File(path: "teams/team-\(team)/\(folder)/\(name).yaml", text: text))
    }

    var bytes: Int { files.reduce(0) { $0 + $1.text.utf8.count } }

    /// Changes what one suite tests, another one each time; returns its place.
    mutating func change(_ revision: Int) -> Int {
        let index = suites[revision * 7_919 % suites.count]
        files[index].text = files[index].text.replacing("    timeout: ", with: "    # r\(revision)\n    timeout: 1")
        return index
    }
}
