/// Reads Hurl files line by line.
struct HurlParser {
    private var cursor: HurlCursor

    static func parse(_ text: String) throws(HurlSyntaxError) -> HurlFile {
        var parser = HurlParser(cursor: HurlCursor(text))
        var entries: [HurlEntry] = []
        while true {
            let comments = parser.cursor.skipLines()
            if parser.cursor.isAtEnd { return HurlFile(entries: entries) }
            guard entries.count < ImportLimits.tests else {
                throw parser.cursor.error("more than \(ImportLimits.tests) requests in one file: split it")
            }
            entries.append(try parser.entry(comments))
        }
    }

    private mutating func entry(_ comments: [String]) throws(HurlSyntaxError) -> HurlEntry {
        let start = cursor
        guard let method = methodAhead else {
            throw start.error(
                "`\(start.restOfLine.prefix(40))` is no request: one begins with its method, for example `GET https://example.org`"
            )
        }
        cursor.advance(by: method.unicodeScalars.count)
        cursor.skipBlanks()
        let url = try HurlTextReader.unquoted(&cursor, stops: " \t")
        guard !url.isEmpty else { throw cursor.error("an address is missing behind `\(method)`") }
        try cursor.endLine()
        var entry = HurlEntry(line: start.line, comments: comments, method: method, url: url)
        entry.headers = try pairs()
        while let (name, place) = try sectionHead() {
            try section(name, place, of: &entry)
        }
        entry.body = try bodyAhead()
        entry.response = try response()
        return entry
    }

    private mutating func section(_ name: String, _ place: HurlCursor, of entry: inout HurlEntry)
        throws(HurlSyntaxError)
    {
        switch name {
        case "QueryStringParams", "Query": entry.query += try pairs()
        case "FormParams", "Form": entry.form += try pairs()
        case "Cookies": entry.cookies += try pairs()
        case "Options": entry.options += try pairs()
        case "BasicAuth": entry.basicAuth = try pairs().first ?? entry.basicAuth
        case "MultipartFormData", "Multipart": entry.multipart += try parts()
        default:
            throw place.error(
                "[\(name)] is no section of a request: they are Query, Form, Multipart, Cookies, BasicAuth and Options")
        }
    }

    private mutating func response() throws(HurlSyntaxError) -> HurlResponse? {
        let before = cursor
        cursor.skipLines()
        let start = cursor
        guard cursor.take("HTTP"), cursor.current.map({ " \t/".unicodeScalars.contains($0) }) ?? false else {
            cursor = before
            return nil
        }
        let version = cursor.take("/") ? cursor.take { $0 != " " && $0 != "\t" && $0 != "\n" } : "*"
        guard ["*", "1.0", "1.1", "2", "3"].contains(version) else {
            throw start.error(
                "`HTTP/\(version.prefix(20))` is no version: they are HTTP/1.0, HTTP/1.1, HTTP/2 and HTTP/3")
        }
        cursor.skipBlanks()
        let status = cursor.take { $0 == "*" || ("0"..."9").contains($0) }
        guard status == "*" || Int(status).map({ (100...599).contains($0) }) == true else {
            throw cursor.error("a status or `*` is expected behind `HTTP`")
        }
        try cursor.endLine()
        var response = HurlResponse(
            line: start.line, version: version == "*" ? nil : version, status: Int(status))
        response.headers = try pairs()
        while let (name, place) = try sectionHead() {
            switch name {
            case "Captures":
                while let (_, key) = try keyAhead() {
                    response.captures.append(try HurlTermReader.capture(key, &cursor))
                }
            case "Asserts":
                while isInSection { response.assertions.append(try HurlTermReader.assertion(&cursor)) }
            default: throw place.error("[\(name)] is no section of an answer: they are Captures and Asserts")
            }
        }
        response.body = try bodyAhead()
        return response
    }

    // MARK: Lines

    private mutating func pairs() throws(HurlSyntaxError) -> [HurlPair] {
        var pairs: [HurlPair] = []
        while let (line, key) = try keyAhead() {
            let value = try HurlTextReader.unquoted(&cursor, stops: "#")
            try cursor.endLine()
            pairs.append(HurlPair(line: line, key: key, value: value))
        }
        return pairs
    }

    private mutating func parts() throws(HurlSyntaxError) -> [HurlPart] {
        var parts: [HurlPart] = []
        while let (line, key) = try keyAhead() {
            let isFile = cursor.take("file,")
            let value = try HurlTextReader.unquoted(&cursor, stops: isFile ? ";#" : "#")
            var type: BracedText?
            if isFile {
                guard cursor.take(";") else { throw cursor.error("a file ends with `;`") }
                cursor.skipBlanks()
                let words = try HurlTextReader.unquoted(&cursor, stops: "#")
                type = words.isEmpty ? nil : words
            }
            try cursor.endLine()
            parts.append(
                HurlPart(
                    line: line, key: key, value: isFile ? BracedText(value.plain.trimmed) : value, isFile: isFile,
                    type: type))
        }
        return parts
    }

    /// The key of a `key: value` line and its colon, if the next line is one.
    private mutating func keyAhead() throws(HurlSyntaxError) -> (line: Int, key: BracedText)? {
        let before = cursor
        cursor.skipLines()
        guard isInSection, !isBody else {
            cursor = before
            return nil
        }
        let line = cursor.line
        let key = try HurlTextReader.unquoted(&cursor, stops: ":#")
        guard !key.isEmpty, cursor.take(":") else {
            cursor = before
            return nil
        }
        cursor.skipBlanks()
        return (line, key)
    }

    /// `[Name]` alone in its line.
    private mutating func sectionHead() throws(HurlSyntaxError) -> (name: String, place: HurlCursor)? {
        let before = cursor
        cursor.skipLines()
        let place = cursor
        guard let found = cursor.restOfLine.prefixMatch(of: #/\[([A-Za-z]+)\][ \t]*(#.*)?$/#) else {
            cursor = before
            return nil
        }
        _ = cursor.take { $0 != "]" }
        cursor.advance()
        try cursor.endLine()
        return (String(found.output.1), place)
    }

    /// Whether the next line belongs to the section that is being read.
    private var isInSection: Bool {
        mutating get {
            let before = cursor
            cursor.skipLines()
            let rest = cursor.restOfLine
            let isEnd =
                cursor.isAtEnd || methodAhead != nil || rest.hasPrefix("HTTP ") || rest.hasPrefix("HTTP/")
                || rest.prefixMatch(of: #/\[([A-Za-z]+)\][ \t]*(#.*)?$/#) != nil || isBody
            if isEnd { cursor = before }
            return !isEnd
        }
    }

    /// Whether a body begins at the cursor.
    private var isBody: Bool {
        let rest = cursor.restOfLine
        // A name that is a template begins a line of a section, a document of braces a body.
        if rest.prefixMatch(of: #/\{\{\s*[\w-]+\s*\}\}/#) != nil { return false }
        return ["{", "[", "\"", "<", "`", "base64,", "hex,", "file,"].contains { rest.hasPrefix($0) }
            || rest.wholeMatch(of: #/(true|false|null|-?[0-9.]+)\s*(#.*)?/#) != nil
    }

    /// The word of a request line: capital letters, a blank and something that is not a colon.
    private var methodAhead: String? {
        guard let found = cursor.restOfLine.prefixMatch(of: #/([A-Z]+)[ \t]+[^: \t]/#) else { return nil }
        let word = String(found.output.1)
        return word == "HTTP" ? nil : word
    }

    private mutating func bodyAhead() throws(HurlSyntaxError) -> HurlBody? {
        let before = cursor
        cursor.skipLines()
        if let body = try HurlBodyReader.body(&cursor) { return body }
        cursor = before
        return nil
    }
}
