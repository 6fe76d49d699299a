import Foundation
import Model

/// Parses the bytes as JSON; the canonical form of what is taken must be read back, and come to rest: `5e2` and `500`
/// are one number there, and minus zero is read back as the integer zero.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let value = try? JSONParser.parse(Data(bytes: start, count: count)),
        let encoded = try? CanonicalEncoding.data(value)
    else { return 0 }
    func again(_ data: Data) -> Data? { (try? JSONParser.parse(data)).flatMap { try? CanonicalEncoding.data($0) } }
    let second = again(encoded)
    precondition(second != nil && second.flatMap(again) == second, "not the same after encoding")
    return 0
}
