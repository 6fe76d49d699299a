import Model

/// Everything that is called and known in one region of one account.
struct EC2Region: Sendable {
    let calls: EC2Calls
    let names: EC2Names
}

/// The regions of the accounts that environments name; places that are the same for AWS share one.
actor EC2Regions {
    private struct Key: Hashable {
        let account: AWSAccounts.Key
        let region: String
    }

    private let accounts: AWSAccounts
    private let time: MonotonicTime
    private var regions: [Key: EC2Region] = [:]

    init(accounts: AWSAccounts, time: MonotonicTime) {
        self.accounts = accounts
        self.time = time
    }

    func region(of place: CloudPlace) async -> EC2Region {
        let key = Key(account: AWSAccounts.Key(place), region: place.region)
        if let known = regions[key] { return known }
        let calls = EC2Calls(client: await accounts.client(of: place), region: place.region)
        // Another caller may have come first meanwhile.
        if let known = regions[key] { return known }
        let region = EC2Region(calls: calls, names: EC2Names(calls: calls, time: time))
        regions[key] = region
        return region
    }

    /// Groups of places of which one look sees all.
    nonisolated static func groups(_ places: [CloudPlace]) -> [[CloudPlace]] {
        var order: [Key] = []
        var groups: [Key: [CloudPlace]] = [:]
        for place in places {
            let key = Key(account: AWSAccounts.Key(place), region: place.region)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(place)
        }
        return order.compactMap { groups[$0] }
    }
}
