/// Tells formats by what a file holds, whatever it is called.
enum InputFormat {
    static func recognized(_ text: String, file: String) throws(ImportError) -> ImportFormat {
        let head = text.drop { $0.isWhitespace }
        if head.hasPrefix("{") {
            if text.contains("schema.getpostman.com") || text.contains("\"_postman_id\"") { return .postman }
            if text.firstMatch(of: #/"(openapi|swagger)"\s*:/#) != nil { return .openapi }
            if text.firstMatch(of: #/"item"\s*:\s*\[/#) != nil { return .postman }
        }
        for line in text.split(whereSeparator: \.isNewline).prefix(2_000) {
            if line.prefixMatch(of: #/['"]?(openapi|swagger)['"]?\s*:/#) != nil { return .openapi }
            if line.prefixMatch(of: #/\s*[A-Z]+[ \t]+([a-zA-Z][a-zA-Z0-9+.-]*:\/\/|\{\{|\/)/#) != nil { return .hurl }
        }
        throw ImportError(
            file: file,
            "it is no OpenAPI document, no Postman collection and no Hurl file: say what it is with `--format`")
    }
}
