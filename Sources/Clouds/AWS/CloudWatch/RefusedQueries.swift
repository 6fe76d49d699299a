import Model
import Synchronization

/// What CloudWatch would not answer, so that a rule that is wrong does not cost calls at every look.
final class RefusedQueries: Sendable {
    struct Key: Hashable, Sendable {
        let account: AWSAccounts.Key
        let region: String
        let series: MetricSeries

        init(_ request: MetricRequest) {
            account = AWSAccounts.Key(request.place)
            region = request.place.region
            series = request.series
        }
    }

    private struct Refusal {
        let reason: String
        let until: MonotonicInstant
    }

    /// How long a query that was refused by itself is not asked again, and one that was refused with others.
    static let rests = (alone: Duration.seconds(3_600), among: Duration.seconds(600))

    private let refusals = Mutex<[Key: Refusal]>([:])

    /// - Parameter isAlone: that it is this one that is wrong.
    func add(_ key: Key, _ reason: String, isAlone: Bool, at now: MonotonicInstant) {
        let until = now.advanced(by: isAlone ? Self.rests.alone : Self.rests.among)
        refusals.withLock { $0[key] = Refusal(reason: reason, until: until) }
    }

    /// Why each of those is not to be asked now.
    func reasons(at now: MonotonicInstant) -> [Key: String] {
        refusals.withLock { refusals in
            refusals = refusals.filter { $0.value.until > now }
            return refusals.mapValues(\.reason)
        }
    }
}
