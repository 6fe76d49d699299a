import Foundation
import Model

/// Parses the bytes as JSON; what is taken must come back the same from its canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let value = try? JSONParser.parse(Data(bytes: start, count: count)),
        let encoded = try? CanonicalEncoding.data(value)
    else { return 0 }
    precondition((try? JSONParser.parse(encoded)) == value, "not the same after encoding")
    return 0
}
