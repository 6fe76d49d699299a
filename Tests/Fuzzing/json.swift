import Foundation
import Model

/// Parses the bytes as JSON; the canonical form of what is taken must be read back, and have the same canonical form:
/// `5e2` and `500` are one number there.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let value = try? JSONParser.parse(Data(bytes: start, count: count)),
        let encoded = try? CanonicalEncoding.data(value)
    else { return 0 }
    let again = (try? JSONParser.parse(encoded)).flatMap { try? CanonicalEncoding.data($0) }
    precondition(again == encoded, "not the same after encoding")
    return 0
}
