import Model

/// The parts of a request's time side by side: name lookup, connection, TLS, waiting, transfer.
struct PhaseBar {
    private struct Phase {
        let name: String
        let style: String
        let milliseconds: Int64
    }

    private let phases: [Phase]
    private let total: Int64

    init(_ exchange: HTTPExchange) {
        // Each moment counts from the start of the request, so a phase is what lies between two of them.
        let moments: [(String, String, TimeSpan?)] = [
            ("dns", "dns", exchange.dns), ("connect", "connect", exchange.connect), ("tls", "tls", exchange.tls),
            ("first byte", "wait", exchange.firstByte), ("transfer", "transfer", exchange.total),
        ]
        var last: Int64 = 0
        var phases: [Phase] = []
        for (name, style, moment) in moments {
            guard let moment else { continue }
            phases.append(Phase(name: name, style: style, milliseconds: max(0, moment.milliseconds - last)))
            last = max(last, moment.milliseconds)
        }
        self.phases = phases
        total = last
    }

    var text: String {
        guard !phases.isEmpty else { return "" }
        let bars = phases.filter { $0.milliseconds > 0 }.map {
            "<i class=\"\($0.style)\" style=\"width:"
                + "\(RunScale.percent(Double($0.milliseconds) / Double(max(1, total)) * 100))\"></i>"
        }
        let legend = phases.map {
            "<span><i class=\"\($0.style)\"></i>\($0.name) \($0.milliseconds)\u{202F}ms</span>"
        }
        return "<div class=\"phases\">\(bars.joined())</div>\n"
            + "<p class=\"legend\">\(legend.joined())<span>total \(total)\u{202F}ms</span></p>\n"
    }
}
