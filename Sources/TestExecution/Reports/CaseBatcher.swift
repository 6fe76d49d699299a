import Model

/// Gathers entries until there are as many as travel together.
struct CaseBatcher {
    private let channel: CaseChannel
    private var waiting: [CaseEntry] = []
    private var bytes = 0
    private var count = 0

    init(_ channel: CaseChannel) { self.channel = channel }

    /// Entries beyond the bound of an attempt are dropped.
    mutating func add(_ entry: CaseEntry) throws(CaseChannel.Stopped) {
        guard count < CaseLimits.entries else { return }
        count += 1
        waiting.append(entry)
        bytes += entry.textBytes
        if waiting.count >= CaseLimits.batchEntries || bytes >= CaseLimits.batchBytes { try flush() }
    }

    mutating func flush() throws(CaseChannel.Stopped) {
        guard !waiting.isEmpty else { return }
        let lot = waiting
        waiting = []
        bytes = 0
        try channel.put(lot)
    }
}

extension CaseEntry {
    /// How many bytes of text travel with it, roughly.
    fileprivate var textBytes: Int {
        func size(_ text: String?) -> Int { text?.utf8.count ?? 0 }
        func size(_ failure: ReportedFailure) -> Int {
            size(failure.message) + size(failure.text) + size(failure.type) + 64
        }
        switch event {
        case .ended(let ended):
            return 128 + size(report) + size(ended.name) + size(ended.className) + size(ended.file) + size(ended.reason)
                + size(ended.status) + ended.suites.reduce(0) { $0 + size($1) }
                + ended.failures.reduce(0) { $0 + size($1) }
                + ended.attempts.reduce(0) { $0 + 64 + ($1.failure.map { size($0) } ?? 0) }
        case .suiteFailed(let failed):
            return 128 + size(report) + size(failed.failure) + failed.suites.reduce(0) { $0 + size($1) }
        }
    }
}
