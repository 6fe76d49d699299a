import Foundation
import Model

/// When each finding was there, as an inline SVG: a row for each, a bar from when it was first seen to its end.
struct DriftTimeline {
    /// More rows than this make a picture that nobody reads; the table has them all.
    private static let rowLimit = 60
    private static let width = 1_080.0
    private static let left = 300.0
    private static let right = 16.0
    private static let top = 34.0
    private static let rowHeight = 40.0
    /// A bar that is shorter could not be seen.
    private static let shortest = 5.0
    /// Seconds between ticks, the first that gives no more than the limit.
    private static let steps: [Double] = [
        1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
        2_592_000, 7_776_000, 31_536_000,
    ]
    private static let tickLimit = 9.0

    private let survey: DriftSurvey
    private let start: Double
    private let end: Double
    private let rows: [DriftRecord]

    init(_ survey: DriftSurvey) {
        self.survey = survey
        rows = Array(survey.items.prefix(Self.rowLimit))
        let since = survey.since.timeIntervalSince1970
        end = max(survey.date.timeIntervalSince1970, since + 1)
        // A day in which everything happened in the last minute would be an empty picture.
        let first = rows.map { $0.firstSeen.timeIntervalSince1970 }.min() ?? since
        start = first > since ? max(since, first - max((end - first) * 0.06, 30)) : since
    }

    /// Empty when nothing happened.
    var svg: String {
        guard !rows.isEmpty else { return "" }
        let height = Self.top + Double(rows.count) * Self.rowHeight + 6
        let label = "When each of \(counted(rows.count, "finding")) of drift was there"
        var text =
            "<svg class=\"timeline\" role=\"img\" aria-label=\"\(label)\" viewBox=\"0 0 \(number(Self.width)) \(number(height))\" "
        text += "xmlns=\"http://www.w3.org/2000/svg\">\n"
        text += ticks(height: height)
        for (index, record) in rows.enumerated() { text += row(record, at: Self.top + Double(index) * Self.rowHeight) }
        text += "</svg>\n"
        let rest = survey.items.count - rows.count
        return rest > 0 ? text + "<p class=\"note\">and \(rest) more in the table below</p>\n" : text
    }

    private func ticks(height: Double) -> String {
        let span = end - start
        let step = Self.steps.first { span / $0 <= Self.tickLimit } ?? span
        var time = (start / step).rounded(.up) * step
        var text = ""
        var lastDay = ""
        while time <= end {
            let date = Date(timeIntervalSince1970: time)
            let x = self.x(time)
            let day = Moments.day(date)
            // The day is told once, and where it changes.
            let clock = Moments.clock(date, withSeconds: step < 60)
            let shown = step >= 86_400 ? day : day == lastDay ? clock : "\(day) \(clock)"
            lastDay = day
            text += "<line class=\"grid\" x1=\"\(number(x))\" y1=\"24\" x2=\"\(number(x))\" y2=\"\(number(height))\"/>"
            let isLast = x > Self.width - 60
            text += "<text class=\"tick\" x=\"\(number(x))\" y=\"16\" "
            text += "text-anchor=\"\(isLast ? "end" : "middle")\">\(shown)</text>\n"
            time += step
        }
        let now = number(x(end))
        return text + "<line class=\"now\" x1=\"\(now)\" y1=\"24\" x2=\"\(now)\" y2=\"\(number(height))\"/>\n"
    }

    private func row(_ record: DriftRecord, at y: Double) -> String {
        let standing = DriftStanding(record)
        let from = record.firstSeen.timeIntervalSince1970
        let until = record.resolution?.at.timeIntervalSince1970 ?? end
        let finish = min(max(x(until), Self.left + Self.shortest), Self.width - Self.right)
        let begin = min(x(from), finish - Self.shortest)
        let middle = y + Self.rowHeight / 2
        var text = "<g><title>\(tip(record, standing))</title>"
        text +=
            "<rect class=\"row\" x=\"0\" y=\"\(number(y))\" width=\"\(number(Self.width))\" height=\"\(number(Self.rowHeight))\"/>"
        text += "<text class=\"name\" x=\"8\" y=\"\(number(middle - 3))\">\(cut(record.objectText, 40))</text>"
        text += "<text class=\"field\" x=\"8\" y=\"\(number(middle + 12))\">"
        text += "\(cut("\(record.finding.field) \(record.finding.kind.rawValue)", 46))</text>"
        text += "<rect class=\"bar \(standing.rawValue)\" x=\"\(number(begin))\" y=\"\(number(middle - 7))\" "
        text += "width=\"\(number(finish - begin))\" height=\"14\" rx=\"4\"/>"
        // It began before the picture does.
        if from < start {
            let edge = "\(number(Self.left)) \(number(middle - 7)) l-7 7 l7 7 z"
            text += "<path class=\"bar \(standing.rawValue)\" d=\"M\(edge)\"/>"
        }
        if let corrected = record.correctedAt?.timeIntervalSince1970, corrected >= start {
            let x = number(min(x(corrected), finish))
            text += "<path class=\"acted\" d=\"M\(x) \(number(middle - 10)) v20\"/>"
        }
        return text + "</g>\n"
    }

    private func tip(_ record: DriftRecord, _ standing: DriftStanding) -> String {
        let end = record.resolution.map { "\(standing.words) \(Moments.words($0.at))" } ?? "still open"
        return MarkupText.safe(
            "\(record.objectText) \(record.finding.field) \(record.sentence). Since \(Moments.words(record.firstSeen)); \(end)"
        )
    }

    /// Where a moment stands; the left edge for what was before.
    private func x(_ time: Double) -> Double {
        let share = min(max((time - start) / (end - start), 0), 1)
        return Self.left + share * (Self.width - Self.left - Self.right)
    }

    private func cut(_ text: String, _ limit: Int) -> String { MarkupText.safe(text, limit: limit) }

    /// With one digit at most, so that the same ledger always gives the same bytes.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths) % 10)"
    }
}
