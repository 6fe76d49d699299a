import Foundation
import Testing

@testable import GitSource

/// Where a signature is in a raw object; whatever could be read in two ways is refused.
@Suite struct SignedObjectTests {
    private let pgp = "-----BEGIN PGP SIGNATURE-----"
    private let end = "-----END PGP SIGNATURE-----"

    private func commit(_ header: String, _ message: String = "Subject\n") throws -> SignedObject {
        try SignedObject.commit(Data("tree a\nauthor A\ncommitter A\n\(header)\n\(message)".utf8))
    }

    private func problem(_ body: () throws -> SignedObject) -> SignedObject.Problem? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? SignedObject.Problem
        }
    }

    @Test("The header goes, and every other byte stays")
    func commits() throws {
        let signed = try commit("gpgsig \(pgp)\n \n x\n \(end)\nencoding latin1\n", "Subject\n\n\(pgp)\n")
        #expect(String(decoding: signed.signature, as: UTF8.self) == "\(pgp)\n\nx\n\(end)\n")
        #expect(
            String(decoding: signed.payload, as: UTF8.self)
                == "tree a\nauthor A\ncommitter A\nencoding latin1\n\nSubject\n\n\(pgp)\n")
        #expect(signed.form == .openPGP)
        #expect(try commit("gpgsig -----BEGIN SSH SIGNATURE-----\n x\n").form == .ssh)
        // A merge of a signed tag holds that tag, whose signature is not the commit's.
        #expect(problem { try commit("mergetag object a\n \(pgp)\n \(end)\n") } == .unsigned)
    }

    @Test("What is unsigned, doubled or of another sort is refused")
    func refusals() {
        #expect(problem { try commit("") } == .unsigned)
        #expect(problem { try commit("gpgsig \(pgp)\n x\ngpgsig \(pgp)\n y\n") } == .ambiguous)
        #expect(problem { try commit("gpgsig \(pgp)\n x\ngpgsig-sha256 \(pgp)\n y\n") } == .ambiguous)
        #expect(problem { try commit("gpgsig \(pgp)\n x\u{0}\n") } == .ambiguous)
        #expect(problem { try commit("gpgsig -----BEGIN SIGNED MESSAGE-----\n x\n") } == .unsupported)
        #expect(problem { try commit("gpgsig x\n") } == .unsupported)
        #expect(problem { try SignedObject.commit(Data("tree a\n".utf8)) } == .ambiguous)
        #expect(problem { try SignedObject.commit(Data()) } == .ambiguous)
    }

    @Test("A tag's signature is its end")
    func tags() throws {
        func tag(_ message: String) throws -> SignedObject {
            try SignedObject.tag(Data("object a\ntype commit\ntag v\ntagger A\n\n\(message)".utf8))
        }
        let signed = try tag("v1\n\(pgp)\nx\n\(end)\n")
        #expect(String(decoding: signed.payload, as: UTF8.self).hasSuffix("\n\nv1\n"))
        #expect(String(decoding: signed.signature, as: UTF8.self) == "\(pgp)\nx\n\(end)\n")
        #expect(problem { try tag("v1\n") } == .unsigned)
        #expect(problem { try tag("v1\n\(pgp)\nx\n\(pgp)\ny\n") } == .ambiguous)
        #expect(problem { try tag("v1 \(pgp)\n") } == .unsigned)
    }

    @Test("gpgv's exit code is not believed: each bad status has its own words")
    func statuses() {
        func refusal(_ lines: String...) -> String? {
            OpenPGPStatus(lines.map { "[GNUPG:] \($0)\n" }.joined()).refusal
        }
        let good = ["NEWSIG", "GOODSIG AB Ana <a@b>", "VALIDSIG ABCD 2026-01-01"]
        #expect(refusal(good[0], good[1], good[2]) == nil)
        #expect(refusal(good[0], "REVKEYSIG AB Ana", good[2])?.contains("Ana (AB) was revoked") == true)
        #expect(refusal(good[0], "EXPKEYSIG AB Ana", good[2])?.contains("has expired") == true)
        #expect(refusal(good[0], "EXPSIG AB Ana", good[2])?.contains("signature by Ana (AB) has expired") == true)
        #expect(refusal(good[0], "BADSIG AB Ana")?.contains("other contents") == true)
        #expect(refusal("ERRSIG AB 22 8 00 1 9 ABCD", "NO_PUBKEY AB")?.contains("the key ABCD, which is not") == true)
        #expect(refusal("ERRSIG AB 22 2 00 1 5 ABCD")?.contains("SHA-1") == true)
        #expect(refusal("ERRSIG AB 99 8 00 1 4")?.contains("algorithm") == true)
        #expect(refusal("ERRSIG")?.contains("can't check") == true)
        #expect(refusal(good[0], good[1], good[2], good[0], good[1], good[2])?.contains("more than one") == true)
        #expect(refusal(good[1], good[2])?.contains("can't read") == true)
        #expect(refusal("NODATA 4")?.contains("can't read") == true)
        #expect(OpenPGPStatus("").refusal != nil)
        #expect(OpenPGPStatus("gpgv: [GNUPG:] GOODSIG").refusal != nil)
    }
}
