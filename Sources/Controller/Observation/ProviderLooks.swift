import Model

/// The looks at the providers' instances: at most one a provider under way, beside the passes, so that a provider that
/// hangs holds up neither planning nor the others. A plain value.
struct ProviderLooks {
    /// A look with what was done here since it began, of which a list that may be older says nothing.
    struct Look {
        /// Objects that were being worked on, or that work began on.
        fileprivate(set) var touched: Set<ObjectIdentity>
        /// Instances that were made, started or ended here.
        fileprivate(set) var changed: Set<InstanceID> = []
        fileprivate(set) var result: Result<InstanceSurvey, any Error>?
        fileprivate var isTaken = false
    }

    /// Why a place can't be looked at, and since how many looks.
    struct Blindness {
        /// After so many it is no passing trouble.
        private static let patience = 3

        let provider: ProviderName
        let reason: String
        fileprivate(set) var looks: Int
        var isLasting: Bool { looks >= Self.patience }
    }

    private var pending: [ProviderName: Look] = [:]
    private var tried: Set<ProviderName> = []
    private var seen: Set<ProviderName> = []
    /// What was there to look at, where looks under way don't look at all of it.
    private var outdated: Set<ProviderName> = []
    private var failures: [ProviderName: String] = [:]
    /// Places that could not be looked at, as they were told.
    private var toldBlindSpots: [ProviderName: Set<String>] = [:]
    /// The same with how many looks in a row could not see them.
    private var blindness: [CloudPlace: Blindness] = [:]
    /// Since when lists don't show an instance that should be there.
    private var unlisted: [InstanceID: MonotonicInstant] = [:]
    /// Until when lists may show an instance as it was before what was done to it here.
    private var settling: [InstanceID: MonotonicInstant] = [:]

    /// Whether a look ended, well or not, since this controller started.
    func hasTried(_ provider: ProviderName) -> Bool { tried.contains(provider) }

    /// Whether a look ended well since this controller started.
    func hasSeen(_ provider: ProviderName) -> Bool { seen.contains(provider) }

    var isUnderWay: Bool { !pending.isEmpty }

    /// false while the last look at the provider has not been taken.
    mutating func begin(_ provider: ProviderName, working: some Sequence<ObjectIdentity>) -> Bool {
        guard pending[provider] == nil else { return false }
        pending[provider] = Look(touched: Set(working))
        outdated.remove(provider)
        return true
    }

    mutating func finish(_ provider: ProviderName, _ result: Result<InstanceSurvey, any Error>) {
        pending[provider]?.result = result
    }

    /// The looks that ended, each handed out once; what changes is noted until `end`.
    mutating func take() -> [(provider: ProviderName, look: Look)] {
        let ended = pending.filter { $0.value.result != nil && !$0.value.isTaken }
        for provider in ended.keys { pending[provider]?.isTaken = true }
        return ended.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    mutating func end(_ provider: ProviderName) { pending[provider] = nil }

    /// Whether an instance was made, started or ended here since the look at its provider began.
    func hasChanged(_ id: InstanceID, at provider: ProviderName) -> Bool {
        pending[provider]?.changed.contains(id) ?? false
    }

    mutating func noteWork(on object: ObjectIdentity) {
        for provider in pending.keys { pending[provider]?.touched.insert(object) }
    }

    mutating func noteChange(of id: InstanceID) {
        for provider in pending.keys { pending[provider]?.changed.insert(id) }
        unlisted[id] = nil
    }

    /// Something was done to an instance that lists show only after a while.
    mutating func noteSettling(of id: InstanceID, until: MonotonicInstant) { settling[id] = until }

    /// Whether a list may show an instance as it was before what was done to it here.
    mutating func isSettling(_ id: InstanceID, now: MonotonicInstant) -> Bool {
        if !settling.isEmpty { settling = settling.filter { $0.value > now } }
        return settling[id] != nil
    }

    mutating func noteSuccess(_ provider: ProviderName) {
        failures[provider] = nil
        guard !outdated.contains(provider) else { return }
        tried.insert(provider)
        seen.insert(provider)
    }

    /// There is more to look at than there was: until a look that begins from now on has ended, it was not seen.
    mutating func noteNewPlaces(_ provider: ProviderName) {
        tried.remove(provider)
        seen.remove(provider)
        if pending[provider] != nil { outdated.insert(provider) }
    }

    /// - Returns: whether it is another failure than the last one.
    mutating func noteFailure(_ provider: ProviderName, _ message: String) -> Bool {
        if !outdated.contains(provider) { tried.insert(provider) }
        return failures.updateValue(message, forKey: provider) != message
    }

    /// - Returns: those that were not told before.
    mutating func noteBlindSpots(
        _ spots: [InstanceSurvey.BlindSpot], of provider: ProviderName
    ) -> [InstanceSurvey.BlindSpot] {
        let before = blindness
        blindness = before.filter { $0.value.provider != provider }
        for spot in spots {
            blindness[spot.place] = Blindness(
                provider: provider, reason: spot.reason, looks: (before[spot.place]?.looks ?? 0) + 1)
        }
        let told = toldBlindSpots.updateValue(Set(spots.map { "\($0.place): \($0.reason)" }), forKey: provider) ?? []
        return spots.filter { !told.contains("\($0.place): \($0.reason)") }
    }

    var hasBlindSpots: Bool { !blindness.isEmpty }

    /// Why an instance can't be seen where it is; nil where that is no blind spot.
    func blindness(to instance: ObservedInstance) -> Blindness? { instance.place.flatMap { blindness[$0] } }

    /// Of instances that should be there, those that lists have not shown for as long as the provider may be late.
    mutating func missing(
        _ expected: [ObservedInstance], in listed: Set<InstanceID>, tolerating lateness: Duration,
        now: MonotonicInstant
    ) -> [ObservedInstance] {
        for id in listed { unlisted[id] = nil }
        return expected.filter { instance in
            guard !listed.contains(instance.id) else { return false }
            let since = unlisted[instance.id] ?? now
            guard now - since >= lateness else {
                unlisted[instance.id] = since
                return false
            }
            unlisted[instance.id] = nil
            return true
        }
    }
}
