import struct Crypto.SHA256
import Foundation
package import Model

/// Every SHA-256 that Rondo compares, each over the canonical encoding of exactly what it stands for.
package enum Digests {
    /// What was declared of an object: its spec, protection, suspension and dependencies; not labels or its place.
    package static func specHash(of object: DeclaredObject) -> Digest {
        object.specHash { object in
            sha256(
                SpecForm(
                    spec: object.spec, prune: object.annotations[pruneAnnotation], suspend: object.suspend,
                    dependsOn: object.dependsOn.sorted()))
        }
    }

    /// What an instance of a CloudResource is made of; another hash means that the instance has to be replaced.
    package static func instanceHash(of object: DeclaredObject) -> Digest {
        object.instanceHash { object in
            guard case .cloudResource(let spec) = object.spec else { return Digest(rawValue: "") }
            return instanceHash(of: spec)
        }
    }

    /// The same of its spec alone.
    package static func instanceHash(of spec: CloudResourceSpec) -> Digest {
        sha256(
            InstanceForm(
                provider: spec.provider, type: spec.type, configuration: spec.configuration, worker: spec.worker))
    }

    /// Of those parts of it that the provider can't change in place: another one means that the instance is replaced.
    package static func fixedHash(of spec: CloudResourceSpec, changesInPlace: Set<InstanceField>) -> Digest {
        let form = InstanceForm(
            provider: spec.provider, type: spec.type, configuration: spec.configuration, worker: spec.worker)
        let tree = (try? CanonicalEncoding.tree(form)) ?? .null
        return sha256(changesInPlace.map(\.rawValue).sorted().reduce(tree) { $0.without(path: $1) })
    }

    /// The git part of the input digest of a suite in one environment.
    package static func suiteInputs(of suite: ResolvedSuite) -> Digest {
        suite.inputDigest { sha256(SuiteInputs($0)) }
    }

    /// Under which a passed result of a test is kept: the test with its timeout, what it uses of the environment, and
    /// the blobs of its `cache.inputs`.
    package static func cacheKey(of test: TestDefinition, in suite: ResolvedSuite) -> Digest {
        let share = suite.shares[test.name] ?? TestShare()
        return sha256(
            CacheForm(
                key: suite.key, test: test.withoutLabels, environmentType: suite.environmentType,
                services: suite.services.filter { share.services.contains($0.key) },
                secrets: suite.secrets.filter { share.secrets.contains($0.key) },
                files: suite.inputFiles[test.name] ?? [:]))
    }

    /// Of a form that holds only texts, numbers and enums.
    static func form(_ value: some Encodable) -> Digest { sha256(value) }

    /// Of one part of a suite's inputs.
    static func part(_ value: some Encodable) -> Digest { sha256([value]) }

    /// Names a plan by its commit and its actions.
    package static func plan(revision: Revision?, actions: [PlannedAction]) -> Digest {
        sha256(PlanForm(commit: revision?.description, actions: actions))
    }

    /// Names the plans of several sources together.
    static func plans(_ hashes: [Digest]) -> Digest { sha256(hashes) }

    /// The annotation that protects an object from being pruned when its value is `disabled`.
    package static let pruneAnnotation = "rondo.dev/prune"

    private static let digits = Array("0123456789abcdef")

    private static func sha256(_ value: some Encodable) -> Digest {
        // The forms hold only texts, numbers and enums, which always have a canonical form.
        let bytes = (try? CanonicalEncoding.data(value)) ?? Data()
        let hexadecimal = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Digest(rawValue: String(hexadecimal))
    }
}

private struct SpecForm: Encodable {
    let spec: ObjectSpec
    let prune: String?
    let suspend: Bool
    let dependsOn: [ObjectIdentity]
}

private struct CacheForm: Encodable {
    let key: SuiteKey
    let test: TestDefinition
    let environmentType: EnvironmentSpec.EnvironmentType
    let services: [String: ServiceSpec]
    let secrets: [String: SecretSource]
    let files: [String: GitObjectID]
}

private struct InstanceForm: Encodable {
    let provider: ProviderName
    let type: CloudResourceSpec.ResourceType
    let configuration: ResourceConfiguration
    let worker: WorkerSpec?
}

private struct PlanForm: Encodable {
    let commit: String?
    let actions: [PlannedAction]
}
