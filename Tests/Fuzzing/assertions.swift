import Foundation
import Model
import TestLanguage

/// Reads the bytes as an assertion; what is taken must have a normal form that is read back as the same, and an error must
/// lie inside the line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do {
        let assertion = try AssertionParser.parse(text)
        let again = try? AssertionParser.parse(assertion.description)
        precondition(again?.description == assertion.description, "not the same in its normal form")
    } catch {
        let length = text.unicodeScalars.count
        precondition(error.span.offset <= length && error.span.length <= max(1, length), "an error outside the line")
    }
    return 0
}
