import API
import Foundation
import Model
import Reports

/// Makes reports of runs that have ended.
struct ResultsWriter {
    let runs: [RunResource]
    let workers: [WorkerID: String]

    func text(_ format: ResultFormat) throws -> String {
        let results = RunResults(runs.compactMap(\.finished), workers: workers)
        switch format {
        case .json: return try OutputFormat.json.document(ListResource(kind: "RunList", items: runs))
        case .junit: return results.junit
        case .tap: return results.tap
        case .html: return results.html(version: Rondo.version, at: Date())
        }
    }

    /// Writes each report whole or not at all, with the folders that its path names.
    func write(_ targets: [ReportTarget]) throws {
        for target in targets {
            let url = URL(filePath: target.path)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text(target.format).utf8).write(to: url, options: .atomic)
            } catch {
                throw ReportError.unwritable(target.path, reason: error.localizedDescription)
            }
        }
    }
}

/// Why results can't be told as they were asked for.
enum ReportError: Error, CustomStringConvertible {
    case unwritable(String, reason: String)
    case notEnded(RunID)

    var description: String {
        switch self {
        case .unwritable(let path, let reason): "the report \(path) can't be written: \(reason)"
        case .notEnded(let run): "\(run) has not ended: `rondo describe run/\(run)` says how far it is"
        }
    }
}
