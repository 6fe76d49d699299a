import Foundation
import Testing

@testable import TestExecution

struct StreamMaskerTests {
    /// The masked text of bytes that come in these parts.
    private func masked(_ parts: [ArraySlice<UInt8>], _ redactor: Redactor) -> [UInt8] {
        var masker = StreamMasker(redactor)
        return parts.flatMap { masker.mask($0) } + masker.finish()
    }

    @Test(arguments: ["pa ss/w+rd", "line\nbreak\ttab", "ünï¢ödé 😀", "aaaaaaaa", "abcabcab"])
    func aSecretIsMaskedWhereverTheReadsCutIt(_ secret: String) {
        let redactor = Redactor([secret, String(secret.prefix(4)), secret + "-longer"])
        let text = "x\(secret) \(secret)\(secret)-longe \(secret)-longer\n\(Data(secret.utf8).base64EncodedString())\n"
        let bytes = Array(text.utf8)
        let whole = redactor.mask(bytes)
        #expect(!String(decoding: whole, as: UTF8.self).contains(secret))
        for first in 0...bytes.count {
            for second in stride(from: first, through: bytes.count, by: 3) {
                #expect(masked([bytes[..<first], bytes[first..<second], bytes[second...]], redactor) == whole)
            }
        }
    }

    @Test func anySplitMasksAsTheWhole() {
        // A small alphabet, so that secrets overlap each other and themselves.
        var random = SystemRandomNumberGenerator()
        func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 97...99, using: &random) } }
        for _ in 0..<700 {
            let secrets = (0..<Int.random(in: 1...4)).map { _ in
                String(decoding: text(Int.random(in: 4...9)), as: UTF8.self)
            }
            let redactor = Redactor(secrets)
            let bytes = text(Int.random(in: 0...60))
            var parts: [ArraySlice<UInt8>] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...7))
                parts.append(bytes[start..<end])
                start = end
            }
            #expect(masked(parts, redactor) == redactor.mask(bytes), "\(secrets) in \(parts.map(Array.init))")
        }
    }

    @Test func onlyWhatMayBecomeASecretIsHeldBack() {
        var masker = StreamMasker(Redactor(["hunter2"]))
        #expect(masker.mask(Array("plain hun".utf8)) == Array("plain ".utf8))
        #expect(masker.mask(Array("dred".utf8)) == Array("hundred".utf8))
        #expect(masker.mask(Array("hunter".utf8)) == [])
        #expect(masker.finish() == Array("hunter".utf8))
    }
}
