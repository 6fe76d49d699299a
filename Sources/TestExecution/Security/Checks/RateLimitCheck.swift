import HTTPTransport
import Model

/// `rate-limit`: whether somebody who asks too often is refused.
enum RateLimitCheck {
    private static let atOnce = 8

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        let rate = run.check.parameter?.string.flatMap(LoadRate.init) ?? LoadRate(count: 100, unit: .second)
        let requests = 2 * max(1, rate.count)
        guard requests <= run.profile.bound.fixed else {
            throw .undecided(
                "twice \(rate) is more than the \(run.profile.bound.fixed) requests that are sent at most: ask for less"
            )
        }
        let period: Duration =
            switch rate.unit {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            }
        let start = ContinuousClock.now
        guard try await !isRefused(requests, run) else { return [] }
        let took = ContinuousClock.now - start
        // So many in this time must be more than the rate, or nobody had a reason to refuse one.
        guard took < period * 2 else {
            let reached = Int(Double(requests) * (period / took))
            throw .undecided(
                "only \(reached)/\(rate.unit.rawValue) were answered, so \(rate) was not surpassed: ask for less")
        }
        return [
            run.finding("\(requests) requests within \(took.rounded) were all answered, which is more than \(rate)")
        ]
    }

    private static func isRefused(_ requests: Int, _ run: CheckRun) async throws(CheckFailure) -> Bool {
        let answer: Result<Bool, CheckFailure> = await withTaskGroup(of: Result<Bool, CheckFailure>.self) { group in
            var left = requests
            func ask() {
                guard left > 0 else { return }
                left -= 1
                group.addTask { await Self.ask(run) }
            }
            for _ in 0..<atOnce { ask() }
            while let answer = await group.next() {
                if case .success(false) = answer {
                    ask()
                } else {
                    group.cancelAll()
                    return answer
                }
            }
            return .success(false)
        }
        return try answer.get()
    }

    private static func ask(_ run: CheckRun) async -> Result<Bool, CheckFailure> {
        do throws(CheckFailure) {
            let response = try await run.asker.send(HTTPRequest(url: run.target.url))
            let isRefusal =
                response.status == 429 || (response.status == 503 && response.headers["Retry-After"] != nil)
            return .success(isRefusal)
        } catch {
            return .failure(error)
        }
    }
}
