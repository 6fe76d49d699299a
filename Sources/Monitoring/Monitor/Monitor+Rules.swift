import Foundation
import Model
import Store

extension Monitor {
    /// Puts rules into force, with the samples of their windows that are stored.
    func adopt(_ rules: [WatchedRule]) async {
        let rules = Dictionary(rules.map { ($0.identity, $0) }) { $1 }
        let fresh = rules.values.filter { watches[$0.identity]?.rule.specHash != $0.specHash }
        // What has come is found in the store, and what comes now is held back: each sample is in a window once.
        held = []
        await writeSamples()
        var stored: [SampleFilter: [MetricSample]] = [:]
        for (filter, rules) in Dictionary(grouping: fresh, by: SampleFilter.init) {
            let span = rules.map(\.spec.window.seconds).max() ?? 0
            stored[filter] = await storedSamples(filter, seconds: span)
        }

        let now = clock.now()
        unsaved.formUnion(Set(watches.keys).union(remembered.keys).subtracting(rules.keys))
        watches = watches.filter { rules[$0.key] != nil }
        for (identity, rule) in rules {
            if watches[identity]?.rule.specHash == rule.specHash {
                watches[identity]?.continues(as: rule)
                continue
            }
            let before = watches[identity]?.record ?? remembered[identity]
            var watch = RuleWatch(rule, remembered: before, limit: Self.sampleLimit, now: now)
            for sample in stored[watch.filter] ?? [] { watch.add(sample, now: now) }
            watches[identity] = watch
        }
        remembered = [:]
        rulesOfMetric = Dictionary(grouping: watches.keys) { watches[$0]?.filter.metric ?? "" }
        evaluate(fresh.map(\.identity))

        let waiting = held ?? []
        held = nil
        if !waiting.isEmpty { take(waiting) }
    }

    /// Takes samples into the windows of the rules that see them, and evaluates these.
    func take(_ samples: [MetricSample]) {
        unwritten.append(samples, keeping: Self.sampleLimit)
        let now = clock.now()
        var touched: Set<ObjectIdentity> = []
        for sample in samples.sorted(by: { $0.time < $1.time }) {
            for identity in rulesOfMetric[sample.metric] ?? [] {
                guard watches[identity]?.filter.matches(sample) == true else { continue }
                watches[identity]?.add(sample, now: now)
                touched.insert(identity)
            }
        }
        guard !touched.isEmpty else { return }
        evaluate(Array(touched))
        wake()
    }

    /// Brings the records of rules up to date, and tells what became of them.
    func evaluate(_ rules: [ObjectIdentity]) {
        let now = clock.now()
        var events: [ObjectIdentity: Event] = [:]
        var hasChanged = false
        for identity in rules {
            guard let before = watches[identity]?.record else { continue }
            let transition = watches[identity]?.evaluate(now: now) ?? nil
            guard let watch = watches[identity] else { continue }
            events[identity] = transition.flatMap { AlertEvent.event($0, of: watch, now: now) }
            if watch.record.state != before.state || watch.record.value != before.value { hasChanged = true }
            if watch.record.durable(rule: watch.rule.spec, now: now) != saved[identity] { unsaved.insert(identity) }
        }
        for (_, event) in events.sorted(by: { $0.key < $1.key }) { report(event) }
        if hasChanged { changed() }
    }

    private func storedSamples(_ filter: SampleFilter, seconds: Double) async -> [MetricSample] {
        guard filter.isSatisfiable else { return [] }
        let now = clock.now()
        var samples: [MetricSample] = []
        await use(.readSamples) { [store] in
            samples = try await store.samples(
                metric: filter.metric, tags: filter.tags, since: now.addingTimeInterval(-seconds), until: now,
                limit: Self.sampleLimit)
        }
        return samples
    }
}

extension [MetricSample] {
    /// Appends samples, and lets the oldest go when there are more than `limit`.
    mutating func append(_ samples: [MetricSample], keeping limit: Int) {
        append(contentsOf: samples)
        if count > limit { removeFirst(count - limit) }
    }
}
