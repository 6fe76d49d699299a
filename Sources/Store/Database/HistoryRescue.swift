import Foundation

/// Moves a damaged `history.db` out of the way, for whoever wants to look at it.
enum HistoryRescue {
    /// Renames the file and its side files to `history.db.corrupt-20261121T101500Z…` and returns the new place.
    static func setAside(_ path: String, now: Date = Date()) throws(StoreError) -> URL {
        let stamp = now.formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
        var target = "\(path).corrupt-\(stamp)"
        var number = 1
        while FileManager.default.fileExists(atPath: target) {
            number += 1
            target = "\(path).corrupt-\(stamp)-\(number)"
        }
        do {
            // The side files go first: left behind, they would be replayed into the new database.
            for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: target + suffix)
            }
        } catch {
            throw .folderUnusable(folder: path, reason: FileFault.describe(error))
        }
        return URL(filePath: target)
    }
}
