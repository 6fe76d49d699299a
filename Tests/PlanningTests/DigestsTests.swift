import Foundation
import Model
import Planning
import Testing

struct DigestsTests {
    /// A script that may be executed now is another input; breaks when only its blob counts.
    @Test func theModeOfALaidOutFileIsAnInput() {
        let blob = GitObjectID(rawValue: "b1")
        func suite(_ isExecutable: Bool?) -> ResolvedSuite {
            ResolvedSuite(
                key: SuiteKey(suite: Samples.id(.testSuite, "s"), environment: "dev"), tests: [],
                files: ["t": ["a/run": blob]],
                scratchFiles: isExecutable.map {
                    ["t": [ScratchFile(path: "run", origin: "a/run", blob: blob, isExecutable: $0)]]
                } ?? [:])
        }
        #expect(Digests.suiteInputs(of: suite(true)) != Digests.suiteInputs(of: suite(false)))
        // What is only looked at, and what is laid out as it was before, are the same inputs as ever.
        #expect(Digests.suiteInputs(of: suite(false)) == Digests.suiteInputs(of: suite(nil)))
        #expect(SuiteInputs(suite(true)).parts()["files a/run"] != SuiteInputs(suite(false)).parts()["files a/run"])
    }

    @Test func theSpecHashCoversWhatIsDeclaredAndNothingElse() throws {
        let object = Samples.environment(variables: ["a": "1"])
        let hash = Digests.specHash(of: object)
        func with(
            labels: [String: String] = [:], annotations: [String: String] = [:], suspend: Bool = false,
            dependsOn: [ObjectIdentity] = [], line: Int = 1
        ) -> Digest {
            Digests.specHash(
                of: DeclaredObject(
                    identity: object.identity, labels: labels, annotations: annotations, suspend: suspend,
                    dependsOn: dependsOn, spec: object.spec, manifest: .string("x"),
                    location: SourceLocation(file: "b.yaml", line: line, column: 1)))
        }
        #expect(with(labels: ["team": "shop"], annotations: ["note": "x"], line: 9) == hash)
        #expect(with(annotations: ["rondo.dev/prune": "disabled"]) != hash)
        #expect(with(suspend: true) != hash)
        let one = Samples.id(.cloudResource, "one")
        let two = Samples.id(.cloudResource, "two")
        #expect(with(dependsOn: [one]) != hash)
        #expect(with(dependsOn: [one, two]) == with(dependsOn: [two, one]))
        #expect(Digests.specHash(of: Samples.environment(variables: ["a": "2"])) != hash)
        #expect(hash.rawValue.count == 64)
        #expect(hash.rawValue.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }

    /// The value is what `sha256sum` says of the canonical form: instances made by earlier versions stay current.
    @Test func theInstanceHashIsTheSHA256OfTheCanonicalForm() {
        #expect(
            Digests.instanceHash(of: CloudResourceSpec(environment: "dev")).rawValue
                == "2aa26093bf320f6cefb3cee6c0b39a79b08266b016d3132ff8265a3d5df6c6d1")
    }

    @Test func theInstanceHashCoversOnlyWhatAnInstanceIsMadeOf() {
        let hash = Digests.instanceHash(of: CloudResourceSpec(environment: "dev"))
        let others = CloudResourceSpec(environment: "staging", replicas: 9, deletionPolicy: .retain)
        #expect(Digests.instanceHash(of: others) == hash)
        let big = ResourceConfiguration(resources: InstanceResources(cpu: CPUQuantity(millicores: 2_000)))
        #expect(Digests.instanceHash(of: CloudResourceSpec(environment: "dev", configuration: big)) != hash)
        #expect(
            Digests.instanceHash(of: CloudResourceSpec(environment: "dev", worker: WorkerSpec(slots: 2))) != hash)
        #expect(Digests.instanceHash(of: CloudResourceSpec(environment: "dev", provider: .aws, type: .ec2)) != hash)
    }

    @Test func numbersThatJSONLacksHaveADigest() throws {
        func hash(_ number: Double) -> Digest {
            let response = MockResponse(json: .number(number))
            let mock = MockSpec(routes: [MockRoute(path: "/", response: response)])
            return Digests.specHash(of: Samples.environment(services: ["a": .mock(mock)]))
        }
        #expect(Set([hash(.nan), hash(.infinity), hash(-.infinity), hash(1)]).count == 4)
    }

    @Test func inputsAreWhatAVerdictDependsOn() {
        let digest = Digests.suiteInputs(of: resolved())
        #expect(Digests.suiteInputs(of: resolved(on: [.manual], timeout: .minutes(9))) == digest)
        #expect(Digests.suiteInputs(of: resolved(labels: ["smoke": "yes"])) == digest)
        #expect(Digests.suiteInputs(of: resolved(testTimeout: .seconds(5))) != digest)
        #expect(Digests.suiteInputs(of: resolved(owner: "ana")) != digest)
        #expect(Digests.suiteInputs(of: resolved(type: .staging)) != digest)
        #expect(Digests.suiteInputs(of: resolved(variables: ["region": "b"])) != digest)
        #expect(Digests.suiteInputs(of: resolved(services: ["shop": Samples.mock(500)])) != digest)
        #expect(Digests.suiteInputs(of: resolved(services: ["shop": .url("http://shop")])) != digest)
        #expect(Digests.suiteInputs(of: resolved(secrets: ["key": .file("KEY")])) != digest)
    }

    @Test func changedInputsAreNamed() {
        func changed(_ new: ResolvedSuite) -> [String] {
            SuiteInputs.changed(from: SuiteInputs(resolved()), to: SuiteInputs(new))
        }
        #expect(changed(resolved()) == [])
        #expect(changed(resolved(testTimeout: .seconds(5))) == ["tests[0].timeout"])
        #expect(changed(resolved(services: ["shop": Samples.mock(500)])) == ["services.shop"])
        #expect(
            changed(resolved(type: .prod, variables: ["region": "b"], secrets: [:]))
                == ["secrets.key", "type", "variables.region"])
    }

    private func resolved(
        on: [TestSuiteSpec.Trigger] = [.commit], timeout: TimeSpan? = nil, labels: [String: String] = [:],
        testTimeout: TimeSpan = .seconds(60), owner: String? = nil, type: EnvironmentSpec.EnvironmentType = .dev,
        variables: [String: String] = ["region": "a"], services: [String: ServiceSpec] = ["shop": Samples.mock()],
        secrets: [String: SecretSource] = ["key": .environmentVariable("KEY")]
    ) -> ResolvedSuite {
        ResolvedSuite(
            key: SuiteKey(suite: Samples.id(.testSuite, "s"), environment: "dev"),
            tests: [Samples.test("a", timeout: testTimeout, labels: labels, owner: owner)], timeout: timeout, on: on,
            environmentType: type, variables: variables, services: services, secrets: secrets)
    }
}
