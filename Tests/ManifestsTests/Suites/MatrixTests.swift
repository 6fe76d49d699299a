import Model
import Testing

@testable import Manifests

struct MatrixTests {
    private func load(_ tests: String) -> LoadedManifests {
        TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": TreeFixture.suite(tests)])
    }

    @Test func eachCellIsATestOfItsOwn() throws {
        let loaded = load(
            """
                - name: build
                  matrix: { os: [linux, mac], version: [1.10, 2] }
                  cache: { inputs: ["*.yaml"] }
                  command: { run: [build, "${{ matrix.os }}", "v${{ matrix.version }}-${{ vars.region }}"] }
                  env: { OS: "${{ matrix.os }}" }
                - name: pack
                  dependsOn: [build]
                  command: { run: [pack] }
                - name: sign
                  dependsOn: [{ test: "build [os=mac, version=1.10]", when: finished }]
                  command: { run: [sign] }
            """)
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let suite = try #require(loaded.set.suites.first)
        let cells = [
            "build [os=linux, version=1.10]", "build [os=linux, version=2]", "build [os=mac, version=1.10]",
            "build [os=mac, version=2]",
        ]
        #expect(suite.tests.map(\.name) == cells + ["pack", "sign"])
        guard case .command(let command) = suite.tests[2].body else {
            Issue.record("no command")
            return
        }
        #expect(command.run == ["build", "mac", "v1.10-eu-west-1"])
        #expect(suite.tests[2].settings.env == ["OS": "mac"])
        #expect(suite.tests[2].settings.matrix == nil)
        #expect(suite.tests[4].settings.dependsOn == cells.map { TestDependency($0) })
        #expect(suite.tests[5].settings.dependsOn == [TestDependency(cells[2], when: .finished)])
        #expect(Set(suite.shares.keys) == Set(suite.tests.map(\.name)))
    }

    @Test func howManyTestsAMatrixMakesIsBounded() {
        let values = (0..<17).map(String.init).joined(separator: ", ")
        let many = load("    - { name: a, matrix: { x: [\(values)], y: [\(values)] }, command: { run: [a] } }")
        #expect(many.set.diagnostics.first?.message.contains("the matrix makes more than 256 tests") == true)
        let axes = (0..<60).map { "x\($0): [\(values)]" }.joined(separator: ", ")
        let huge = load("    - { name: a, matrix: { \(axes) }, command: { run: [a] } }")
        #expect(huge.set.diagnostics.first?.message.contains("the matrix makes more than 256 tests") == true)
    }

    @Test func namesOfCellsAreUniqueAndNear() {
        let twice = load(
            """
                - { name: a, matrix: { x: [1] }, command: { run: [a] } }
                - { name: "a [x=1]", command: { run: [a] } }
            """)
        #expect(twice.set.diagnostics.first?.message.contains("test `a [x=1]` stands twice") == true)
        let near = load(
            """
                - { name: a, matrix: { x: [1] }, command: { run: [a] } }
                - { name: b, dependsOn: ["a [y=1]"], command: { run: [a, "${{ matrix.x }}"] } }
                - { name: c, matrix: { os: [linux] }, command: { run: ["${{ matrix.oss }}"] } }
            """)
        let messages = near.set.diagnostics.map(\.message)
        #expect(messages.contains { $0.contains("unknown test `a [y=1]`") && $0.contains("did you mean `a [x=1]`?") })
        #expect(messages.contains { $0.contains("unknown matrix value `matrix.x`: there are none") })
        #expect(messages.contains { $0.contains("did you mean `matrix.os`?") })
    }

    @Test func aCircleThroughACellIsFound() {
        let loaded = load(
            """
                - { name: a, matrix: { x: [1, 2] }, dependsOn: [b], command: { run: [a] } }
                - { name: b, dependsOn: ["a [x=2]"], command: { run: [a] } }
            """)
        #expect(loaded.set.diagnostics.contains { $0.message.contains("these tests wait for each other: a → b → a") })
    }

    @Test func whoseCaptureIsMeantIsSaid() {
        let tests = { (name: String) in
            """
                - { name: a, matrix: { x: [1, 2] }, command: { run: [a] }, capture: { out: stdout } }
                - { name: b, dependsOn: ["\(name)"], command: { run: [a, "${{ captures.out }}"] } }
            """
        }
        #expect(load(tests("a [x=2]")).set.diagnostics.isEmpty)
        let both = load(tests("a")).set.diagnostics.first?.message
        #expect(both?.contains("is made by 2 tests of `a`: depend on one of them, for example `a [x=1]`") == true)
    }

    @Test func testsAreSkippedWhereTheirConditionDoesNotHold() throws {
        let loaded = load(
            """
                - name: a
                  matrix: { os: [linux, mac] }
                  when: ${{ matrix.os }} == linux
                  command: { run: [a] }
                - { name: b, when: false, command: { run: [a] } }
                - { name: c, when: "${{ vars.retries }} >= 3", command: { run: [a] } }
                - { name: d, when: "${{ vars.region }} not startsWith 'eu'", command: { run: [a] } }
            """)
        #expect(loaded.set.diagnostics.isEmpty)
        let suite = try #require(loaded.set.suites.first)
        #expect(suite.tests.map { $0.settings.when?.holds } == [true, false, false, true, false])
        let broken = load("    - { name: c, when: \"${{ vars.region }} > 3\", command: { run: [a] } }")
        #expect(broken.set.diagnostics.first?.message.contains("which are not both numbers") == true)
    }
}
