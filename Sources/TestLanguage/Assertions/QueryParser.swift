import Model

/// Reads what a value is taken from: `status`, `header NAME`, `json PATH` and all other queries of `QueryWord`.
enum QueryParser {
    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> Query {
        cursor.skipBlanks()
        let start = cursor.offset
        let written = name(&cursor)
        let span = cursor.span(from: start)
        guard let word = QueryWord(spelling: written) else {
            let rest = written.isEmpty ? cursor.take { $0 != " " && $0 != "\t" } : written
            throw unknown(rest, span: cursor.span(from: start))
        }
        guard word.argument != nil else { return simple(word) }
        let reader = ArgumentReader(word: written, span: span, at: &cursor)
        let query = try query(word, reader, &cursor)
        try reader.close(&cursor)
        return query
    }

    /// Letters and digits, and a dot between them.
    private static func name(_ cursor: inout ScalarCursor) -> String {
        let start = cursor.offset
        while let scalar = cursor.current {
            let isDot = scalar == "." && cursor.offset > start && cursor.peek(1)?.isASCIILetter == true
            guard isDot || scalar.isASCIILetter || cursor.offset > start && scalar.isASCIIDigit else { break }
            cursor.advance()
        }
        return cursor.text(from: start)
    }

    private static func unknown(_ word: String, span: TextSpan) -> LanguageError {
        let known = QueryWord.spellings
        guard !word.isEmpty else {
            return LanguageError("a query is missing: write one of \(known.joined(separator: ", "))", span: span)
        }
        let hint =
            NearestName.nearest(to: word, among: known).map { "did you mean `\($0)`?" }
            ?? "known are \(known.joined(separator: ", "))"
        return LanguageError("unknown query `\(word)`: \(hint)", span: span)
    }

    private static func simple(_ word: QueryWord) -> Query {
        switch word {
        case .version: .version
        case .url: .url
        case .redirects: .redirects
        case .body: .body
        case .bytes: .bytes
        case .duration: .duration
        case .firstByte: .timing(.firstByte)
        case .size: .size
        case .sha256: .sha256
        case .md5: .md5
        case .ip: .ip
        case .tlsVersion: .tlsVersion
        case .graphqlErrors: .graphqlErrors
        case .stdout: .stdout
        case .stderr: .stderr
        case .exitCode: .exitCode
        case .status, .header, .cookie, .json, .xml, .html, .regex, .variable, .timing, .cert, .line, .file, .junit:
            .status
        }
    }

    private static func query(
        _ word: QueryWord, _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> Query {
        switch word {
        case .header:
            return .header(
                try reader.text(&cursor, example: "a name, for example `header Content-Type`", stops: "=!<>").text)
        case .cookie: return .cookie(try cookie(reader, &cursor))
        case .json: return .json(try reader.path(&cursor))
        case .xml:
            let (text, span) = try reader.expression(&cursor, example: "an XPath, for example `xml \"string(//id)\"`")
            try XPathSyntax.check(text, span: span)
            return .xml(text)
        case .html:
            let (text, span) = try reader.expression(&cursor, example: "a selector, for example `html \"ul > li\"`")
            try CSSSelector.check(text, span: span)
            return .html(text)
        case .regex: return .regex(try reader.pattern(&cursor, example: "a pattern, for example `regex /id=(\\d+)/`"))
        case .variable: return .variable(try reader.text(&cursor, example: "a name, for example `variable token`").text)
        case .timing: return .timing(try reader.choice(&cursor, example: "a phase, for example `timing connect`"))
        case .cert: return .certificate(try reader.choice(&cursor, example: "a fact, for example `cert Issuer`"))
        case .line: return .line(try line(reader, &cursor))
        case .file: return .file(try path(reader, &cursor))
        case .junit: return .junit(try path(reader, &cursor))
        case .status, .version, .url, .redirects, .body, .bytes, .duration, .firstByte, .size, .sha256, .md5, .ip,
            .tlsVersion, .graphqlErrors, .stdout, .stderr, .exitCode:
            return simple(word)
        }
    }

    /// `session` or `session[HttpOnly]`.
    private static func cookie(
        _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> CookiePart {
        let (text, span) = try reader.text(
            &cursor, example: "a name, for example `cookie session[Secure]`", stops: "=!<>")
        guard text.hasSuffix("]"), let bracket = text.lastIndex(of: "[") else { return CookiePart(text) }
        let name = String(text[text.index(after: bracket)...].dropLast())
        let known = CookiePart.Attribute.allCases
        guard let attribute = known.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            let hint =
                NearestName.nearest(to: name, among: known.map(\.rawValue)).map { "did you mean `\($0)`?" }
                ?? "known are \(known.map(\.rawValue).joined(separator: ", "))"
            throw LanguageError("a cookie has no attribute `\(name)`: \(hint)", span: span)
        }
        return CookiePart(String(text[..<bracket]), attribute)
    }

    private static func line(_ reader: ArgumentReader, _ cursor: inout ScalarCursor) throws(LanguageError) -> Int {
        let number = try reader.integer(&cursor, example: "a number, for example `line 1`")
        guard number > 0 else {
            throw LanguageError("lines are counted from 1", span: reader.wordSpan)
        }
        return number
    }

    /// Of the scratch folder, never out of it.
    private static func path(_ reader: ArgumentReader, _ cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let (text, span) = try reader.text(&cursor, example: "a path, for example `\(reader.word) out.json`")
        try RelativePath.check(text, span: span)
        return text
    }
}
