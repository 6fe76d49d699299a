import Foundation
import Testing

@testable import GitSource

/// Certificates are foreign bytes: whatever they hold, reading them ends.
@Suite struct CertificateFactsTests {
    @Test("Bytes that are no certificate have no facts")
    func junk() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = CertificateFacts([0x06, 0x03, 0x55, 0x1D, 0x11] + bytes).refusal(of: "h", now: Date())
        }
        #expect(CertificateFacts([]).names.isEmpty)
        #expect(CertificateFacts([]).notAfter == nil)
        #expect(CertificateFacts([0x06, 0x03, 0x55, 0x1D, 0x11, 0x04, 0x84, 1, 1, 1, 1]).names.isEmpty)
    }

    @Test("Both forms of time are read")
    func times() {
        func time(_ tag: UInt8, _ text: String) -> [UInt8] { [tag, UInt8(text.utf8.count)] + Array(text.utf8) }
        let short = CertificateFacts(time(0x17, "200101000000Z") + time(0x17, "300102030405Z"))
        #expect(short.notAfter == Date(timeIntervalSince1970: 1_893_553_445))
        let long = CertificateFacts(time(0x17, "200101000000Z") + time(0x18, "21060207062815Z"))
        #expect(long.notAfter == Date(timeIntervalSince1970: 4_294_967_295))
        #expect(CertificateFacts(time(0x17, "991231235959Z")).notAfter == nil)
    }
}
