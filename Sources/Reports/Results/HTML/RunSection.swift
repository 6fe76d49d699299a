import Foundation
import Model

/// One run: its facts, and a block for each test in a common time scale.
struct RunSection {
    let run: FinishedRun
    let results: RunResults

    var text: String {
        let scale = RunScale(run)
        let problem = run.ownProblem.map { "<p class=\"message\">\(MarkupText.safe($0))</p>\n" } ?? ""
        return """
            <section>
            <h2>\(MarkupText.safe(run.title)) <span class="chip \(run.verdict.outcome.rawValue)">\
            \(run.verdict.outcome.words)</span></h2>
            <p class="facts">\(MarkupText.safe(run.verdict.run.rawValue)) · \(MarkupText.safe(run.verdict.revision.short)) \
            · \(Spans.took(run.verdict.took))</p>
            \(problem)<div class="tests">
            \(run.tasks.map { TestBlock(task: $0, scale: scale, results: results).text }.joined())</div>
            </section>

            """
    }
}
