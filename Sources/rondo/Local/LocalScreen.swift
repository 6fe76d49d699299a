import Foundation
import Model
import Reports
import Scheduling

/// Shows a run of this process while it goes on.
actor LocalScreen {
    private static let pause = Duration.milliseconds(100)

    private var screen: RunScreen

    init(isQuiet: Bool, style: Style) { screen = RunScreen(isQuiet: isQuiet, style: style) }

    /// Returns when its task is cancelled.
    func follow(_ run: LocalRun) async {
        while !Task.isCancelled {
            let look = await run.look()
            let detail = RunDetail(id: look.run.id, key: look.run.key, stage: .active(look.run), tasks: look.tasks)
            screen.show([detail], obstacle: nil, workers: [:])
            try? await Task.sleep(for: Self.pause)
        }
    }

    func end(_ run: FinishedRun) {
        let detail = RunDetail(id: run.verdict.run, key: run.key, stage: .ended(run.verdict), tasks: run.tasks)
        screen.show([detail], obstacle: nil, workers: [:])
        screen.end()
    }
}
