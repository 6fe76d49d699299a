import Foundation
import Ingestion
import Model
import TestLanguage

/// Reads the reports that a command left in its working directory, and hands their cases on while it reads.
struct ReportCollector: Sendable {
    let reports: CommandReports
    let folder: WorkingFolder
    let redactor: Redactor
    /// nil where cases are only counted.
    let sink: CaseSink?

    /// Reading blocks, so it is done on a thread of its own; cancelling the task ends it.
    func collect() async -> CollectedReports {
        let channel = CaseChannel()
        return await withTaskCancellationHandler {
            async let collected = withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    Thread.current.name = "rondo-reports"
                    var reading = ReportReading(reports: reports, folder: folder, redactor: redactor, channel: channel)
                    continuation.resume(returning: reading.read())
                }
            }
            var kept = 0
            for await lot in channel.entries {
                let isKept = await sink?(lot) ?? false
                if isKept { kept += lot.count }
                channel.took(isWanted: isKept)
            }
            var result = await collected
            result.kept = kept
            return result
        } onCancel: {
            channel.stop()
        }
    }
}

/// One reading of all reports, on its thread.
private struct ReportReading {
    let reports: CommandReports
    let folder: WorkingFolder
    let redactor: Redactor
    let channel: CaseChannel
    private var collected = CollectedReports()

    init(reports: CommandReports, folder: WorkingFolder, redactor: Redactor, channel: CaseChannel) {
        self.reports = reports
        self.folder = folder
        self.redactor = redactor
        self.channel = channel
    }

    mutating func read() -> CollectedReports {
        defer { channel.finish() }
        if reports.haveCases { collected.cases = ReportTally() }
        do {
            for (field, patterns) in reports.fields { try read(find(patterns, of: field), as: field) }
        } catch {
            // The attempt was cancelled, and what was read so far is all there is.
        }
        return collected
    }

    /// The files of a field, each once; each pattern must match one.
    private mutating func find(_ patterns: [String], of field: ReportField) -> [String] {
        var paths: Set<String> = []
        for text in patterns {
            do {
                let found = try folder.find([try GlobPattern(text, below: .workingDirectory)])
                if found.files.isEmpty {
                    collected.problems.append(
                        .missing(pattern: text, field: field, passedOver: found.passedOver))
                } else if found.isCut {
                    collected.problems.append(.tooMany(limit: FileSearchLimits().files))
                }
                paths.formUnion(found.files.map(\.path))
            } catch let error as GlobError {
                collected.problems.append(.badPattern(text, error))
            } catch {
                collected.problems.append(.unreadable(path: text, reason: "\(error)"))
            }
        }
        return paths.sorted()
    }

    private mutating func read(_ paths: [String], as field: ReportField) throws(CaseChannel.Stopped) {
        switch field {
        case .junit: try readCases(paths, as: .junit)
        case .tap: try readCases(paths, as: .tap)
        case .sarif: try readFindings(paths)
        case .coverage(let format): try readCoverage(paths, as: format)
        }
    }

    private mutating func readCases(_ paths: [String], as format: ReportFormat) throws(CaseChannel.Stopped) {
        let gathering = CaseGathering(channel: channel, redactor: redactor)
        for path in paths {
            guard let input = open(path) else { continue }
            do {
                try ReportReader(input, format: format, limits: .kept).read { event in
                    try gathering.add(event, of: path)
                }
            } catch let error as IngestionError {
                collected.problems.append(.malformed(error))
            } catch let error as CaseChannel.Stopped {
                throw error
            } catch {
                collected.problems.append(.unreadable(path: path, reason: "\(error)"))
            }
        }
        try gathering.batcher.flush()
        collected.cases = (collected.cases ?? ReportTally()) + gathering.tally
        collected.told += gathering.told
        collected.failing += gathering.failing.prefix(CollectedReports.namedLimit - collected.failing.count)
    }

    private mutating func readCoverage(_ paths: [String], as format: CoverageReport.Format)
        throws(CaseChannel.Stopped)
    {
        var map = CoverageMap()
        var isRead = false
        for path in paths {
            guard let input = open(path) else { continue }
            do {
                try CoverageReader(input, format: format, limits: .kept).read(into: &map)
                isRead = true
            } catch let error as IngestionError {
                collected.problems.append(.malformed(error))
            } catch let error as CaseChannel.Stopped {
                throw error
            } catch {
                collected.problems.append(.unreadable(path: path, reason: "\(error)"))
            }
        }
        if isRead { collected.coverage = map.total }
    }

    private mutating func readFindings(_ paths: [String]) throws(CaseChannel.Stopped) {
        // Which of them count is for the command's own exit code to say.
        var list = FindingList(threshold: .info)
        for path in paths {
            guard let input = open(path) else { continue }
            do {
                let summary = try SARIFReader(input).read { finding in
                    try channel.check()
                    list.add(finding)
                }
                collected.problems += summary.incomplete.map { .incomplete(path: path, reason: $0) }
            } catch let error as IngestionError {
                collected.problems.append(.malformed(error))
            } catch let error as CaseChannel.Stopped {
                throw error
            } catch {
                collected.problems.append(.unreadable(path: path, reason: "\(error)"))
            }
        }
        collected.findings = list.kept
    }

    private mutating func open(_ path: String) -> ReportInput? {
        do {
            var input = ReportInput(name: path, open: try folder.file(path).handle)
            input.check = { [channel] in try channel.check() }
            return input
        } catch {
            collected.problems.append(.unreadable(path: path, reason: "\(error)"))
            return nil
        }
    }
}

/// The cases of the reports of one format, counted, masked and handed on.
///
/// It lives on the thread that reads, and never leaves it.
private final class CaseGathering {
    private let redactor: Redactor
    var batcher: CaseBatcher
    private(set) var tally = ReportTally()
    private(set) var told = 0
    private(set) var failing: [ReportEvent] = []

    init(channel: CaseChannel, redactor: Redactor) {
        batcher = CaseBatcher(channel)
        self.redactor = redactor
    }

    func add(_ event: ReportEvent, of report: String) throws(CaseChannel.Stopped) {
        tally.add(event)
        told += 1
        let masked = redactor.mask(event)
        if event.isFailing, failing.count < CollectedReports.namedLimit { failing.append(masked) }
        try batcher.add(CaseEntry(report: report, event: masked))
    }
}
