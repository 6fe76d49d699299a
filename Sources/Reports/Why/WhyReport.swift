package import Foundation
package import Model

/// The chain from a commit to where something stands now.
package enum WhyReport {
    /// A short block; each line with a newline.
    ///
    /// - Parameter workers: what people call the workers.
    package static func text(
        _ input: WhyInput, workers: [WorkerID: String] = [:], now: Date, style: Style = .plain
    ) -> String {
        let runs = RunStory(workers: workers, now: now, style: style)
        let objects = ObjectStory(now: now, style: style)
        switch input {
        case .run(let run):
            let id = style.paint(TerminalText.safe(run.id.rawValue, limit: 100), .strong)
            return "\(id)   \(run.key)\n\n" + runs.text(run)
        case .suite(let why, let environments):
            let suites = SuiteStory(why, runs: runs, now: now, style: style)
            let manifest = objects.manifest(why)
            let parts = environments.map { place in
                style.paint("in \(TerminalText.safe(place.environment, limit: 100))", .strong) + "\n"
                    + suites.text(place)
            }
            return heading(why, style) + ([manifest] + parts).filter { !$0.isEmpty }.joined(separator: "\n")
        case .object(let why):
            return heading(why, style) + objects.text(why)
        case .broken(let broken):
            return style.paint(broken.object.description, .strong) + "\n\n" + objects.manifest(broken)
        }
    }

    /// `CloudResource/pool   2/2 running, 2 joined`
    private static func heading(_ why: ObjectWhy, _ style: Style) -> String {
        let name = style.paint(why.object.identity.description, .strong)
        return "\(name)   \(TerminalText.safe(why.object.status.summary, limit: 500))\n\n"
    }
}
