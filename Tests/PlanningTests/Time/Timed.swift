import Foundation
import Model
import Planning

/// Objects with times in their manifests. `Samples.start` is Saturday 2026-11-21 10:00 UTC.
enum Timed {
    static func environment(
        _ name: String = "dev", type: EnvironmentSpec.EnvironmentType = .dev, ttl: TimeSpan? = nil,
        windows: [SyncWindow] = [], services: [String: ServiceSpec] = [:], suspend: Bool = false
    ) -> DeclaredObject {
        Samples.object(
            .environment(EnvironmentSpec(type: type, services: services, ttl: ttl, syncWindows: windows)), name,
            suspend: suspend)
    }

    static func pool(
        _ name: String = "pool", replicas: Int = 1, schedule: UptimeSchedule? = nil, ttl: TimeSpan? = nil,
        policy: CloudResourceSpec.DeletionPolicy = .delete, drift: DriftPolicy? = nil, protected: Bool = false,
        dependsOn: [ObjectIdentity] = []
    ) -> DeclaredObject {
        Samples.object(
            .cloudResource(
                CloudResourceSpec(
                    environment: "dev", replicas: replicas, deletionPolicy: policy,
                    drift: drift.map(ResourceDrift.all), schedule: schedule, ttl: ttl)), name, protected: protected,
            dependsOn: dependsOn)
    }

    static func window(_ cron: String, _ duration: TimeSpan, deny: Bool = false) throws -> SyncWindow {
        SyncWindow(
            allow: deny ? nil : true, deny: deny ? true : nil, cron: try CronExpression(cron), duration: duration)
    }

    static func schedule(
        _ start: String, _ stop: String, days: [Weekday] = Weekday.allCases
    ) throws -> UptimeSchedule {
        guard let start = TimeOfDay(start), let stop = TimeOfDay(stop) else { throw BadTime() }
        return UptimeSchedule(start: start, stop: stop, days: days)
    }

    struct BadTime: Error {}

    static func suspension(_ object: DeclaredObject, until: Date? = nil) -> Suspension {
        Suspension(
            object: object.identity, reason: "the vendor looks at it", author: "ana", since: Samples.start, until: until
        )
    }

    /// Everything applied, with instances that run and mocks that are served.
    static func running(_ objects: [DeclaredObject], instances: [ObservedInstance] = []) -> ObservedState {
        var environments: [ObservedEnvironment] = []
        for object in objects {
            guard case .environment(let spec) = object.spec else { continue }
            environments.append(ObservedEnvironment(identity: object.identity, services: World.served(spec)))
        }
        return ObservedState(
            time: Samples.start, objects: objects.map { Samples.applied($0) }, environments: environments,
            instances: instances)
    }
}

extension Plan {
    /// What is done to whom: `CloudResource/pool create`, in order.
    var words: [String] {
        actions.map { action in
            let what =
                switch action.operation {
                case .applyObject: "apply"
                case .serveMocks: "serve"
                case .createInstance: "create"
                case .startInstance: "start"
                case .deleteInstance: "delete"
                case .startRun: "run"
                case .cancelRun: "cancel"
                case .deleteObject: "forget"
                case .stopMocks: "stop mocks"
                case .stopInstance: "stop"
                case .updateInstance: "update"
                case .retagInstance: "retag"
                case .correctInstance: "correct"
                case .releaseInstance: "release"
                }
            return "\(action.object.name) \(what)\(action.held == nil ? "" : " (held)")"
        }
    }
}
