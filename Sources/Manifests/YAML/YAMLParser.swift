import Foundation

/// Reads the documents of a file, going on at the next `---` after an error so that one bad document spares the others.
enum YAMLParser {
    static func parse(_ data: Data, limits: YAMLLimits = YAMLLimits()) -> YAMLFile {
        guard data.count <= limits.bytes else {
            let message = "the file has \(data.count) bytes, and at most \(limits.bytes) are read: split it"
            return YAMLFile(documents: [], errors: [YAMLError(message: message, mark: YAMLMark(line: 1, column: 1))])
        }
        var bytes = [UInt8](data)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var documents: [YAMLNode] = []
        var errors: [YAMLError] = []
        var skippedLines = 0
        while true {
            var builder = YAMLTreeBuilder(limits: limits, earlierDocuments: documents.count)
            let error = bytes.withUnsafeBufferPointer { builder.read($0, skippedLines: skippedLines) }
            documents += builder.documents
            guard let error else { break }
            errors.append(error)
            let isOverTheBound = documents.count >= limits.documents || errors.count >= maximumErrors
            let line = builder.documentLine.map { $0 + 1 } ?? error.mark.line
            guard !isOverTheBound, let next = nextDocument(in: bytes, from: line - skippedLines) else { break }
            bytes = bytes[next.start...]
            skippedLines += next.line - 1
        }
        return YAMLFile(documents: documents, errors: errors)
    }

    /// How many broken documents of a file are told before the rest is left alone.
    private static let maximumErrors = 20

    /// The first line from the given one on that begins a document, counted from 1 in `bytes`; never their first line.
    private static func nextDocument(in bytes: ArraySlice<UInt8>, from line: Int) -> (start: Int, line: Int)? {
        var number = 1
        var start = bytes.startIndex
        while let next = LineBreaks.next(in: bytes, from: start) {
            number += 1
            start = next
            if number >= line, bytes[start...].starts(with: "---".utf8), isBlank(bytes, at: start + 3) {
                return (start, number)
            }
        }
        return nil
    }

    private static func isBlank(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
        index >= bytes.endIndex || [0x20, 0x09].contains(bytes[index]) || LineBreaks.length(in: bytes, at: index) != nil
    }
}
