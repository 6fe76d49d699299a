import Foundation
import HTTPTransport
import Model
import TestLanguage

/// A response's body in the forms that queries look at, each made once and only when asked for.
///
/// It belongs to one evaluation and never crosses to another thread.
final class BodyCache {
    let data: Data
    private let contentType: String

    private(set) lazy var bytes = Array(data)
    /// In the character set that `Content-Type` names, UTF-8 without one.
    private(set) lazy var text: String = decoded
    private(set) lazy var json: Result<JSONValue, JSONParser.Failure> = Result {
        () throws(JSONParser.Failure) in try JSONParser.parse(bytes)
    }
    /// As HTML where the response says that it is.
    private(set) lazy var markup: Result<MarkupDocument, MarkupDocument.Problem> = Result {
        () throws(MarkupDocument.Problem) in
        guard contentType.contains("html") else { return try MarkupDocument(xml: bytes) }
        guard let html else { throw .notWellFormed }
        return html
    }
    private(set) lazy var html: MarkupDocument? = MarkupDocument(html: text)

    init(_ response: HTTPResponse) {
        data = response.body
        contentType = response.headers["Content-Type"]?.lowercased() ?? ""
    }

    private var decoded: String {
        let charset = contentType.split(separator: ";").dropFirst().lazy
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
        if let charset, charset != "utf-8", let text = CharacterSetName.decode(bytes, as: charset) { return text }
        return String(decoding: data, as: UTF8.self)
    }
}
