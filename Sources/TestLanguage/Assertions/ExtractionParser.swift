package import Model

/// Reads `query [filters]`.
package enum ExtractionParser {
    /// Reads a whole text, as in a capture.
    package static func parse(_ text: String) throws(LanguageError) -> Extraction {
        var cursor = ScalarCursor(text)
        let extraction = try parse(at: &cursor)
        cursor.skipBlanks()
        guard cursor.isAtEnd else {
            let rest = cursor.rest()
            throw LanguageError(
                "`\(rest)` is too much: a capture takes a query and filters alone, for example `json $.id`",
                span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
        }
        return extraction
    }

    /// More than anybody writes, and few enough to be shown.
    static let maxFilters = 32

    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> Extraction {
        var extraction = Extraction(try QueryParser.parse(at: &cursor))
        while true {
            let end = cursor.offset
            cursor.skipBlanks()
            let start = cursor.offset
            guard let filter = try FilterParser.parse(at: &cursor, after: extraction) else {
                cursor.move(to: end)
                return extraction
            }
            extraction = Extraction(extraction.query, filters: extraction.filters + [filter])
            guard extraction.filters.count <= maxFilters else {
                throw LanguageError("more than \(maxFilters) filters", span: cursor.span(from: start))
            }
        }
    }
}
