import Access
import ArgumentParser
import Clouds
import Controller
import Foundation
import GitSource
import Manifests
import Model
import Reports
import Store

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Check credentials and permissions at AWS for the manifests of a folder and the operator's configuration.",
        discussion: """
            For each region of each environment: which credentials are found and whose they are, which of the actions that \
            the manifests need are missing, and the least policy that allows exactly these. Nothing is changed: what would \
            be is asked for with DryRun. Where the operator's configuration sends metrics to CloudWatch, one value \
            `rondo.doctor` is sent there, since nothing else shows that it may be. Exits 0 when all is well, 1 when something is missing, 2 when it could not be told.
            """)

    @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
    var directory = "."

    @Option(
        help: ArgumentHelp(
            "The operator's configuration: which endpoints and secrets manifests may name, where metrics go, and what wraps keys.",
            valueName: "file"))
    var config: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let loaded = ManifestLoader().load(try FolderReader.read(path: directory), source: "default")
        guard !loaded.set.hasErrors, loaded.refusal == nil else {
            TerminalOutput.error("the manifests are not valid: `rondo validate \(directory)` says where")
            throw ExitCode(ExitStatus.couldNotCheck.rawValue)
        }
        let configuration = try config.map { try OperatorConfigurationLoader.load(path: $0) } ?? OperatorConfiguration()
        let allow = configuration.allow
        let sink = configuration.metrics?.cloudwatch
        let key = configuration.encryption?.key
        let surroundings = AWSSurroundings()
        let places = places(of: loaded.set.objects, surroundings)
        guard !places.isEmpty || sink != nil || key != nil else {
            TerminalOutput.out("No manifest asks for anything at a cloud.")
            return
        }
        let doctor = AWSDoctor(
            accounts: AWSAccounts(surroundings: surroundings, readSecret: try await secrets(allow)))
        var examinations: [CloudExamination] = []
        for place in places {
            if let endpoint = place.account.endpoint, !allow.permits(endpoint: endpoint) {
                examinations.append(
                    CloudExamination(
                        "\(place.environment)", region: place.region, origin: nil, identity: nil,
                        problem:
                            "the operator does not allow the endpoint \(endpoint): add it to `allow.endpoints` (--config)"
                    ))
            } else {
                examinations.append(
                    await doctor.examine(place, needs(of: place.environment, places, loaded.set.objects)))
            }
        }
        let installation = installation
        if let sink { examinations.append(await doctor.examine(sink)) }
        if let key { examinations.append(await doctor.examine(key, installation: installation)) }
        let environments = Set(places.map(\.environment)).sorted()
        var policies = environments.map { environment in
            (
                title: "Policy for \(environment):",
                policy: Self.pretty(
                    needs(of: environment, places, loaded.set.objects).policy(installation: installation))
            )
        }
        if let sink {
            policies.append(("Policy for metrics.cloudwatch:", Self.pretty(AWSDoctor.policy(of: sink))))
        }
        if let key {
            policies.append(
                (
                    "Policy for encryption.awsKMS:",
                    Self.pretty(AWSDoctor.policy(of: key, installation: installation))
                ))
        }
        TerminalOutput.out(DoctorReport.text(examinations, policies: policies))
        if examinations.contains(where: \.isUnknown) { throw ExitCode(ExitStatus.couldNotCheck.rawValue) }
        if !examinations.allSatisfy(\.isWell) { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }

    private func needs(
        of environment: ObjectIdentity, _ places: [CloudPlace], _ objects: [DeclaredObject]
    ) -> AWSNeeds {
        let asksForMetrics = objects.contains { object in
            guard case .alertRule(let spec) = object.spec, object.identity.namespace == environment.namespace else {
                return false
            }
            return CloudMetricQuery(spec)?.metric.provider == .aws
                && (spec.environment ?? environment.name) == environment.name
        }
        return AWSNeeds(
            objects.compactMap { object in
                guard case .cloudResource(let spec) = object.spec, spec.provider == .aws,
                    object.environmentIdentity == environment
                else { return nil }
                return spec
            }, bucket: objects.first { $0.identity == environment }.flatMap(Self.bucket),
            metricRegions: asksForMetrics
                ? Set(places.filter { $0.environment == environment }.map(\.region)) : [])
    }

    /// Those of instances, and of buckets that nothing else is asked of.
    private func places(of objects: [DeclaredObject], _ surroundings: AWSSurroundings) -> [CloudPlace] {
        let found = CloudPlaces.all(of: .aws, declared: objects, applied: [], instances: [])
        let buckets = objects.compactMap(Self.bucket).filter { bucket in
            !found.contains { $0.environment == bucket.environment && $0.region == bucket.region ?? $0.region }
        }
        return found
            + buckets.compactMap { bucket in
                (bucket.region ?? surroundings.region).map {
                    CloudPlace(
                        environment: bucket.environment, account: bucket.account, secrets: bucket.secrets, region: $0)
                }
            }
    }

    /// In the region where the controller would look for it, where anything says which.
    private static func bucket(of environment: DeclaredObject) -> ArtifactBucket? {
        guard let bucket = ArtifactBucket(of: environment) else { return nil }
        return (bucket.region ?? AWSSurroundings().region).map(bucket.located) ?? bucket
    }

    /// Secrets in the encrypted store need a state folder that is there.
    private func secrets(
        _ allow: OperatorConfiguration.Allow
    ) async throws -> @Sendable (SecretSource, SecretPlace) async throws -> Secret {
        let folder = stateOptions.directory
        var safe: SecretSafe?
        if hasState { safe = Parts.safe(folder, try await Store.open(directory: folder)) }
        let reader = SecretReader(allow: allow, safe: safe)
        return { source, place in try await reader.read(source, for: place) }
    }

    private var hasState: Bool {
        FileManager.default.fileExists(
            atPath: stateOptions.directory.appending(path: "control.db").path(percentEncoded: false))
    }

    /// Of the state folder, where a controller has run on it; none is begun here.
    private var installation: InstallationID? {
        let file = stateOptions.directory.appending(path: "identity/installation.json")
        guard let data = try? Data(contentsOf: file), data.count < 1 << 20,
            let value = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return nil }
        return value["installation"]?.string.map { InstallationID(rawValue: $0) }
    }

    private static func pretty(_ value: JSONValue) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
    }
}
