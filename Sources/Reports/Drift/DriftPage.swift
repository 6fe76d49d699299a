import Foundation
package import Model

extension DriftReport {
    /// The ledger as one HTML file that needs nothing else.
    ///
    /// - Parameter version: Rondo's own.
    package static func html(_ survey: DriftSurvey, version: String) -> String {
        DriftPage(survey: survey, version: version).text
    }
}

/// The page of the ledger.
private struct DriftPage {
    let survey: DriftSurvey
    let version: String

    var text: String {
        Page(
            title: DriftReport.heading(survey), style: DriftPageStyle.css,
            body: """
                \(header)
                \(tiles)
                \(timeline)
                \(table("Open", survey.open, nothing: "Everything is as git wants it."))
                \(leaks)
                \(table("Ended since \(Moments.words(survey.since))", survey.ended, nothing: "Nothing ended in this time."))
                """,
            footer: "Made by <code>rondo drift -o html</code>, rondo \(MarkupText.safe(version)). Times are UTC."
        ).text
    }

    private var header: String {
        let mood = survey.summary.open == 0 ? "good" : "bad"
        let scope = survey.scopeText.map { " of \(MarkupText.safe($0))" } ?? ""
        return """
            <header>
            <h1 class="\(mood)">\(DriftReport.heading(survey))</h1>
            <p>What exists against what git wants\(scope), as of <time datetime="\(Moments.exact(survey.date))">\
            \(Moments.words(survey.date))</time>.</p>
            </header>
            """
    }

    private var tiles: String {
        let summary = survey.summary
        let healed = survey.ended.count { DriftStanding($0) == .healed }
        let facts: [(value: String, name: String, mood: String)] = [
            (
                "\(summary.coverage)\u{202F}%", "\(summary.inSync) of \(counted(summary.objects, "object")) in sync",
                "plain"
            ),
            ("\(summary.totalChanged)", "changed", summary.totalChanged > 0 ? "bad" : "plain"),
            ("\(summary.totalMissing)", "missing", summary.totalMissing > 0 ? "bad" : "plain"),
            ("\(summary.totalUnmanaged)", "unmanaged", summary.totalUnmanaged > 0 ? "bad" : "plain"),
            ("\(healed)", "healed by Rondo", healed > 0 ? "good" : "plain"),
        ]
        return "<ul class=\"tiles\">\n"
            + facts.map { "<li class=\"\($0.mood)\"><b>\($0.value)</b><span>\($0.name)</span></li>\n" }.joined()
            + "</ul>"
    }

    private var timeline: String {
        let picture = DriftTimeline(survey).svg
        guard !picture.isEmpty else { return "" }
        let legend = DriftStanding.allCases.map { standing in
            "<span><i class=\"\(standing.rawValue)\"></i>\(standing.words)</span>"
        }
        return """
            <section>
            <h2>Timeline</h2>
            <p class="legend">\(legend.joined()) <span><i class="acted"></i>Rondo acted</span></p>
            <div class="wide">
            \(picture)</div>
            </section>
            """
    }

    private var leaks: String {
        guard survey.open.contains(where: { $0.finding.kind == .unmanaged }) else { return "" }
        return "<p class=\"note\">Nothing unmanaged is deleted by itself: <code>rondo leaks</code> says how to delete "
            + "or adopt each.</p>"
    }

    private func table(_ title: String, _ records: [DriftRecord], nothing: String) -> String {
        guard !records.isEmpty else {
            return "<section>\n<h2>\(title)</h2>\n<p class=\"nothing\">\(nothing)</p>\n</section>"
        }
        let head = ["Object", "Field", "Class", "Desired", "Actual", "Since", "Seen", "By", "Policy"]
        return """
            <section>
            <h2>\(title) <small>\(records.count)</small></h2>
            <div class="wide">
            <table>
            <thead><tr>\(head.map { "<th>\($0)</th>" }.joined())</tr></thead>
            <tbody>
            \(records.map(row).joined())</tbody>
            </table>
            </div>
            </section>
            """
    }

    private func row(_ record: DriftRecord) -> String {
        let finding = record.finding
        let standing = DriftStanding(record)
        let place = survey.objects.first { $0.object == finding.object }?.location
        let object =
            (finding.object.map { "<b>\(MarkupText.safe($0.description))</b>" } ?? "<b class=\"none\">no object</b>")
            + (place.map { "<small>\(MarkupText.safe("\($0.file):\($0.line)"))</small>" } ?? "")
        var policy = "<span class=\"chip \(standing.rawValue)\">\(finding.policy.rawValue)</span>"
        if let end = record.resolution {
            policy += "<small>\(standing.words) \(Moments.short(end.at))</small>"
        } else if let acted = record.correctedAt {
            policy += "<small>acted \(Moments.short(acted))</small>"
        }
        let cells = [
            object, code(finding.field), finding.kind.rawValue, code(finding.desired), code(finding.actual),
            time(record.firstSeen) + "<small>last seen \(Moments.short(record.lastSeen))</small>",
            "\(record.seen)\u{202F}×", MarkupText.safe(record.actor), policy,
        ]
        return "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>\n"
    }

    private func code(_ value: String?) -> String {
        value.map { "<code>\(MarkupText.safe($0, limit: 300))</code>" } ?? "<span class=\"none\">–</span>"
    }

    private func time(_ date: Date) -> String {
        "<time datetime=\"\(Moments.exact(date))\">\(Moments.short(date))</time>"
    }
}
