import Foundation
import Model
import TestLanguage

/// Applies one filter to what the query, or the filter before it, found.
enum FilterStep {
    static func apply(_ filter: Filter, to subject: Subject) -> Subject {
        switch subject {
        case .missing, .invalid: return subject
        case .cut: return .invalid("a part of the output is missing, so no filter can be applied to it")
        case .value, .text, .fields, .elements, .nodes, .bytes, .duration, .date: break
        }
        do {
            return try result(of: filter, on: subject)
        } catch {
            return .invalid(error.reason)
        }
    }

    private static func result(of filter: Filter, on subject: Subject) throws(FilterFailure) -> Subject {
        switch filter {
        case .base64Decode: try Base64DecodeFilter.apply(to: subject)
        case .base64Encode: try Base64EncodeFilter.apply(to: subject)
        case .base64UrlSafeDecode: try Base64UrlSafeDecodeFilter.apply(to: subject)
        case .base64UrlSafeEncode: try Base64UrlSafeEncodeFilter.apply(to: subject)
        case .charsetDecode(let name): try CharsetDecodeFilter.apply(name, to: subject)
        case .count: try CountFilter.apply(to: subject)
        case .dateFormat(let format): try DateFormatFilter.apply(format, to: subject)
        case .daysAfterNow: try DaysAfterNowFilter.apply(to: subject)
        case .daysBeforeNow: try DaysBeforeNowFilter.apply(to: subject)
        case .first: try FirstFilter.apply(to: subject)
        case .hmacSha256(let key): try HMACSHA256Filter.apply(key, to: subject)
        case .html(let selector): try HTMLFilter.apply(selector, to: subject)
        case .htmlEscape: try HTMLEscapeFilter.apply(to: subject)
        case .htmlUnescape: try HTMLUnescapeFilter.apply(to: subject)
        case .json(let path): try JSONFilter.apply(path, to: subject)
        case .jwtClaim(let name): try JWTClaimFilter.apply(name, to: subject)
        case .keys: try KeysFilter.apply(to: subject)
        case .last: try LastFilter.apply(to: subject)
        case .length: try LengthFilter.apply(to: subject)
        case .nth(let index): try NthFilter.apply(index, to: subject)
        case .regex(let pattern): RegexFilter.apply(pattern, to: subject)
        case .replace(let old, let new): try ReplaceFilter.apply(old, with: new, to: subject)
        case .replaceRegex(let pattern, let new): try ReplaceRegexFilter.apply(pattern, with: new, to: subject)
        case .sort: try SortFilter.apply(to: subject)
        case .split(let separator): try SplitFilter.apply(separator, to: subject)
        case .toDate(let format): try ToDateFilter.apply(format, to: subject)
        case .toFloat: try ToFloatFilter.apply(to: subject)
        case .toHex: try ToHexFilter.apply(to: subject)
        case .toInt: try ToIntFilter.apply(to: subject)
        case .toString: try ToStringFilter.apply(to: subject)
        case .unique: try UniqueFilter.apply(to: subject)
        case .urlDecode: try URLDecodeFilter.apply(to: subject)
        case .urlEncode: try URLEncodeFilter.apply(to: subject)
        case .urlQueryParam(let name): try URLQueryParamFilter.apply(name, to: subject)
        case .utf8Decode: try UTF8DecodeFilter.apply(to: subject)
        case .utf8Encode: try UTF8EncodeFilter.apply(to: subject)
        case .xml(let expression): try XMLFilter.apply(expression, to: subject)
        }
    }
}

extension Subject {
    /// It as text, or the failure of the filter that needs one.
    func text(for filter: FilterWord) throws(FilterFailure) -> String {
        guard let text = asText else { throw .mismatch(filter, self, needs: "a string") }
        return text
    }

    func list(for filter: FilterWord) throws(FilterFailure) -> [JSONValue] {
        guard let items = asList else { throw .mismatch(filter, self, needs: "an array") }
        return items
    }

    func bytes(for filter: FilterWord) throws(FilterFailure) -> [UInt8] {
        guard case .bytes(let bytes) = self else { throw .mismatch(filter, self, needs: "bytes") }
        return bytes
    }

    func date(for filter: FilterWord) throws(FilterFailure) -> Date {
        if case .date(let date) = self { return date }
        guard let text = asText else { throw .mismatch(filter, self, needs: "a date") }
        guard let date = DateFormat.isoDate(text) ?? DateFormat.httpDate(text) else {
            throw FilterFailure("the text is no date of HTTP or ISO 8601: `toDate` reads others")
        }
        return date
    }
}
