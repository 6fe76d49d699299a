import Foundation
import Model
import Testing

/// The texts that say where a secret is kept.
struct SecretSourceTests {
    private static let bytes = Data((0..<60).map { UInt8($0) })
    private static let sealed = "sealed:v1.0123456789abcdef.object.\(Base64URL.encode(bytes))"

    @Test("Each form is read and written back", arguments: ["env:API_KEY", "file:key.pem", "store:db.main-1", sealed])
    func forms(text: String) throws {
        let source = try SecretSource(parsing: text)
        #expect(source.text == text)
        #expect(text.hasPrefix("\(source.scheme.rawValue):"))
        let encoded = try JSONEncoder().encode([source])
        #expect(try JSONDecoder().decode([SecretSource].self, from: encoded) == [source])
    }

    @Test("A sealed value is shown without its bytes")
    func sealedDescription() throws {
        let source = try SecretSource(parsing: Self.sealed)
        #expect(source.description == "sealed:v1.0123456789abcdef.object.…")
    }

    @Test(
        "What is no source says what to write, and never what stood there",
        arguments: [
            ("hunter2", SecretSourceFlaw.unknownForm), ("vault:hunter2", .unknownForm), ("", .unknownForm),
            (":", .unknownForm), ("Env:A", .unknownForm), ("env:", .variableName), ("env:A-hunter2", .variableName),
            ("env:Ä", .variableName), ("file:", .fileName), ("file:..", .fileName), ("file:a/hunter2", .fileName),
            ("file:a/\u{301}hunter2", .fileName), ("file:a\0b", .fileName), ("store:", .storedName),
            ("store:../hunter2", .storedName), ("store:.hidden", .storedName),
            ("store:\(String(repeating: "x", count: 129))", .storedName), ("store:a b", .storedName),
        ])
    func flaws(text: String, flaw: SecretSourceFlaw) {
        let error = #expect(throws: SecretSourceFlaw.self) { try SecretSource(parsing: text) }
        #expect(error == flaw && error?.description.contains("hunter2") == false)
        #expect(SecretSource(text) == nil)
        let json = (try? JSONEncoder().encode([text])) ?? Data()
        #expect { try JSONDecoder().decode([SecretSource].self, from: json) } throws: { error in
            !"\(error)".contains("hunter2")
        }
    }

    @Test(
        "A damaged sealed value says how",
        arguments: [
            ("", SealedValue.Flaw.shape), ("hunter2", .shape), ("v1", .shape), ("v1.a.b", .shape), ("v.a.b.c", .shape),
            ("v2.0123456789abcdef.object.AAAA", .unknownVersion), ("v10", .unknownVersion),
            ("v1.0123456789ABCDEF.object.AAAA", .keyID), ("v1.0123.object.AAAA", .keyID), ("v1..object.AAAA", .keyID),
            ("v1.0123456789abcdef.all.AAAA", .scope), ("v1.0123456789abcdef.object.AA=A", .alphabet),
            ("v1.0123456789abcdef.object.AA A", .alphabet), ("v1.0123456789abcdef.object.", .cutOff),
            ("v1.0123456789abcdef.object.AAAA", .cutOff), ("v1.0123456789abcdef.object.A", .cutOff),
            ("v1.0123456789abcdef.object.AAAA.AAAA", .shape),
        ])
    func sealedFlaws(text: String, flaw: SealedValue.Flaw) {
        let error = #expect(throws: SealedValue.Flaw.self) { try SealedValue(text) }
        #expect(error == flaw && error?.description.isEmpty == false)
        #expect(throws: SecretSourceFlaw.sealed(flaw)) { try SecretSource(parsing: "sealed:\(text)") }
    }

    @Test("No more is sealed than any secret may hold")
    func sizes() throws {
        let most = SealedValue.overhead + SealedValue.maximumValueBytes
        let key = SealingKeyID(rawValue: "0123456789abcdef")
        for (count, flaw) in [(most, nil), (most + 1, SealedValue.Flaw.tooLarge), (48, .cutOff), (49, nil)] {
            let text = SealedValue(key: key, scope: .namespace, bytes: Data(repeating: 7, count: count)).text
            #expect((try? SealedValue(text))?.bytes.count == (flaw == nil ? count : nil), "\(count)")
            if let flaw { #expect(throws: flaw) { try SealedValue(text) } }
        }
    }

    @Test("A binding names its scope first, and no two places have the same one")
    func bindings() {
        let dev = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
        let place = SecretPlace.entry("pin", of: dev)
        #expect(
            SealTarget(.object, at: place).binding == "rondo sealed v1\nobject\nshop\nEnvironment/dev\nsecrets.pin")
        #expect(SealTarget(.namespace, at: place).binding == "rondo sealed v1\nnamespace\nshop")
        #expect(SealTarget(.installation, at: place).binding == "rondo sealed v1\ninstallation")
        for scope in SealedValue.Scope.allCases { #expect(SealTarget(scope, at: place).scope == scope) }
    }

    @Test("The path of a field is names with dots between, and can hold no line break")
    func fields() {
        for right in ["secrets.pin", "a", "services.shop-1.credentials.API_KEY"] {
            #expect(SecretPlace.accepts(field: right))
        }
        for wrong in ["", ".", "a.", ".a", "a..b", "a b", "a\nb", "a/b", "ä"] {
            #expect(!SecretPlace.accepts(field: wrong), "\(wrong)")
        }
    }

    @Test("What is told of a key and a stored secret is stable JSON")
    func facts() throws {
        let date = Date(timeIntervalSince1970: 0)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let key = SealingKeyFacts(
            id: SealingKeyID(rawValue: "k"), createdAt: date, isCurrent: true, publicKey: "rondo-key:v1.k.x")
        let text = String(decoding: try encoder.encode(key), as: UTF8.self)
        #expect(text.contains(#""current":true"#) && text.contains(#""publicKey":"rondo-key:v1.k.x""#))
        let secret = StoredSecret(namespace: "shop", name: "db", version: 1, createdAt: date, updatedAt: date)
        #expect(try JSONDecoder().decode(StoredSecret.self, from: encoder.encode(secret)) == secret)
    }
}
