package import Model

/// What goes wrong with a `FaultInjectingProvider`, each as the share of calls that it happens to.
package struct CloudFaults: Sendable, Hashable {
    /// Seconds that a call takes.
    package var latency: ClosedRange<Double>
    /// Refused for having been called too often.
    package var throttled: Double
    package var noCapacity: Double
    /// Fails before anything is done.
    package var unavailable: Double
    /// Takes effect, and the answer is lost.
    package var answerLost: Double
    /// Never answers; it may take effect after the caller has given up.
    package var hung: Double
    /// New instances that lists don't show for a while.
    package var late: Double
    /// Lists that break off after some pages.
    package var partialPage: Double
    /// Takes effect twice.
    package var duplicated: Double

    package init(
        latency: ClosedRange<Double> = 0...0, throttled: Double = 0, noCapacity: Double = 0, unavailable: Double = 0,
        answerLost: Double = 0, hung: Double = 0, late: Double = 0, partialPage: Double = 0, duplicated: Double = 0
    ) {
        self.latency = latency
        self.throttled = throttled
        self.noCapacity = noCapacity
        self.unavailable = unavailable
        self.answerLost = answerLost
        self.hung = hung
        self.late = late
        self.partialPage = partialPage
        self.duplicated = duplicated
    }

    package static let none = CloudFaults()

    /// Some faults, each as often as a seed says.
    package static func random(using random: inout SplitMix64) -> CloudFaults {
        func share(_ most: Double) -> Double {
            random.chance(0.5) ? 0 : Double.random(in: 0...most, using: &random)
        }
        let slowest: Double = [0.05, 0.5, 3.0].randomElement(using: &random) ?? 0.05
        return CloudFaults(
            latency: 0.005...slowest, throttled: share(0.3), noCapacity: share(0.3), unavailable: share(0.4),
            answerLost: share(0.4), hung: share(0.08), late: share(0.9), partialPage: share(0.3),
            duplicated: share(0.5))
    }
}

/// How a faulty cloud refuses.
package struct InjectedFault: ClassifiedCloudError, CustomStringConvertible, Hashable {
    package let fault: CloudFault
    package let description: String

    package init(_ fault: CloudFault, _ description: String) {
        self.fault = fault
        self.description = description
    }
}
