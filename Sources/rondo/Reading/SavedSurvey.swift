import API
import Foundation
import Model

/// Reads a drift report that `rondo drift -o json` printed.
enum SavedSurvey {
    private static let maxBytes = 64 << 20

    /// - Parameter path: `-` is standard input.
    static func read(path: String) throws -> DriftSurvey {
        let handle =
            path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try handle.read(upToCount: maxBytes + 1) else {
            throw ReadingError.unreadable(path)
        }
        guard data.count <= maxBytes else { throw SavedSurveyError.tooLarge(path, maxBytes) }
        do {
            return try APICoding.decode(DriftSurvey.self, from: data)
        } catch {
            throw SavedSurveyError.notAReport(path)
        }
    }
}

/// Why a saved report can't be printed.
enum SavedSurveyError: Error, CustomStringConvertible {
    case tooLarge(String, Int)
    case notAReport(String)

    var description: String {
        switch self {
        case .tooLarge(let path, let limit): "`\(path)` is larger than the \(limit) bytes that are read"
        case .notAReport(let path):
            "`\(path)` is no drift report: make one with `rondo drift -o json > \(path)`"
        }
    }
}
