import Model
import Testing

struct CommitSignerKeyTests {
    private static let type = "ssh-ed25519"
    private static let blob = "AAAAC3NzaC1lZDI1NTE5AAAAINnDv5cIYOYK4JAxSyWwWKVgX8yZD2j/5uVBTGBY0a6t"
    private static let armour = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----
        Comment: of a test

        mDMEZQAAABYJKwYBBAHaRw8BAQdAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAAAA
        =abcd
        -----END PGP PUBLIC KEY BLOCK-----
        """

    @Test func bareKeysGetAName() {
        for text in ["\(Self.type) \(Self.blob)", " \(Self.type) \(Self.blob) ana@laptop\n"] {
            #expect(CommitSignerKey(text) == .ssh(line: "git \(Self.type) \(Self.blob)"))
        }
    }

    @Test func linesOfAllowedSignersStayAsTheyAre() {
        for line in [
            "ana@x \(Self.type) \(Self.blob)", "ana@x,bob@x namespaces=\"git,file\" \(Self.type) \(Self.blob) of Ana",
            "*@x valid-before=\"20300101\" \(Self.type) \(Self.blob)",
        ] {
            #expect(CommitSignerKey(line) == .ssh(line: line))
        }
    }

    @Test func armourIsTakenWhole() {
        #expect(CommitSignerKey("\n" + Self.armour) == .openPGP(Self.armour + "\n"))
    }

    @Test(
        "What no tool could take is no key",
        arguments: [
            "", "AB12", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", type, "\(type) !!!!", "\(type) AAAA",
            "ssh-rsa \(blob)", "-x \(type) \(blob)", "# \(type) \(blob)", "a \(type) \(blob)\nb \(type) \(blob)",
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA", "-----BEGIN PGP PRIVATE KEY BLOCK-----",
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\njunk!\n-----END PGP PUBLIC KEY BLOCK-----",
        ])
    func noKeys(text: String) {
        #expect(CommitSignerKey(text) == nil)
    }
}
