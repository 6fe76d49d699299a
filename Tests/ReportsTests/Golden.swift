import Foundation
import Testing

/// Compares text with a file under `Fixtures`; with `RONDO_RECORD` set it writes the file instead.
func expectGolden(
    _ text: String, _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures")
    let golden = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RONDO_RECORD"] != nil {
        try Data(text.utf8).write(to: golden)
    }
    #expect(text == String(decoding: try Data(contentsOf: golden), as: UTF8.self), sourceLocation: sourceLocation)
}
