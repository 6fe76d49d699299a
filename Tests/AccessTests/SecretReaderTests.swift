import Access
import Foundation
import Model
import TestSupport
import Testing

struct SecretReaderTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func variablesAreReadWithinTheList() async throws {
        let reader = reader(env: ["API_KEY", "SHOP_*"])
        #expect(try await reader.read(.environmentVariable("API_KEY")).reveal() == "hunter2")
        #expect(try await reader.read(.environmentVariable("SHOP_DB")).reveal() == "pg\n")
        await #expect(throws: AccessError.secretMissing(.environmentVariable("SHOP_NONE"))) {
            try await reader.read(.environmentVariable("SHOP_NONE"))
        }
    }

    /// Breaks when `read` leaves out `permits(environmentVariable:)`.
    @Test(arguments: ["HOME", "API_KEY2", "XSHOP_DB", "api_key"])
    func variablesBeyondTheListAreRefusedWithTheLineThatAllowsThem(name: String) async throws {
        let error = await #expect(throws: AccessError.variableNotAllowed(name)) {
            try await reader(env: ["API_KEY", "SHOP_*"]).read(.environmentVariable(name))
        }
        #expect(error?.description.contains("allow: {env: [\(name)]}") == true)
    }

    @Test func theProcessEnvironmentIsTheDefault() async throws {
        let reader = SecretReader(allow: OperatorConfiguration.Allow(env: ["PATH"]))
        #expect(try await reader.read(.environmentVariable("PATH")).reveal().isEmpty == false)
    }

    @Test(arguments: [
        ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("a\nb\n\n", "a\nb\n"), ("", ""),
        ("\n", ""),
        ("s3cret\u{2028}", "s3cret\u{2028}"),
    ])
    func aFileIsReadWithoutItsLastLineBreak(contents: String, value: String) async throws {
        try folder.write(contents, to: "key")
        #expect(try await reader(files: true).read(.file("key")).reveal() == value)
    }

    @Test func filesAreRefusedWhenNoFolderIsAllowed() async throws {
        try folder.write("s3cret", to: "key")
        let error = await #expect(throws: AccessError.secretFileNotAllowed("key")) {
            try await reader().read(.file("key"))
        }
        #expect(error?.description.contains("allow: {secretFiles: DIR}") == true)
    }

    @Test(arguments: ["../outside", "..", ".", "", "sub/key", "/etc/passwd", "a\0b", "sub/\u{301}key", "../\u{301}x"])
    func namesThatLeaveTheFolderAreRefused(name: String) async throws {
        try folder.write("s3cret", to: "sub/key")
        await refused(.file(name), because: "directly in")
    }

    /// Breaks when `file` opens without `O_NOFOLLOW`.
    @Test func linksFoldersAndPipesAreRefused() async throws {
        try folder.write("s3cret", to: "outside")
        try FileManager.default.createDirectory(at: secrets.appending(path: "dir"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: secrets.appending(path: "link"), withDestinationURL: folder.url.appending(path: "outside"))
        #expect(mkfifo(secrets.appending(path: "pipe").path(percentEncoded: false), 0o600) == 0)
        await refused(.file("link"), because: "it is a link", in: secrets)
        await refused(.file("dir"), because: "not a plain file", in: secrets)
        await refused(.file("pipe"), because: "not a plain file", in: secrets)
        await refused(.file(String(repeating: "x", count: 300)), because: "too long", in: secrets)
    }

    /// Breaks when `file` reads without its limit.
    @Test func sizesAreBound() async throws {
        try folder.write(String(repeating: "x", count: SecretReader.maximumBytes), to: "most")
        #expect(try await reader(files: true).read(.file("most")).reveal().utf8.count == SecretReader.maximumBytes)
        try folder.write(String(repeating: "x", count: SecretReader.maximumBytes + 1), to: "more")
        await refused(.file("more"), because: "larger than")
        let reader = SecretReader(allow: OperatorConfiguration.Allow(env: ["BIG"])) { _ in
            String(repeating: "x", count: SecretReader.maximumBytes + 1)
        }
        await #expect(throws: AccessError.self) { try await reader.read(.environmentVariable("BIG")) }
    }

    @Test func whatIsNoTextIsRefused() async throws {
        try Data([0xFF, 0xFE]).write(to: folder.url.appending(path: "binary"))
        await refused(.file("binary"), because: "not UTF-8")
    }

    @Test func whatIsMissingIsNamed() async throws {
        await #expect(throws: AccessError.secretMissing(.file("none"))) {
            try await reader(files: true).read(.file("none"))
        }
        await refused(.file("key"), because: "the folder", in: folder.url.appending(path: "none"))
    }

    @Test("A place reads what was sealed for it and what its namespace keeps; without them, both are refused")
    func sealedAndStored() async throws {
        let installation = try await Installation()
        let safe = SecretSafe(stateFolder: installation.folder.url, store: installation.store)
        let reader = SecretReader(allow: OperatorConfiguration.Allow(env: ["API_KEY"]), safe: safe) { _ in "hunter2" }
        let shop = SecretPlace.entry("pin", of: ObjectIdentity(kind: .environment, namespace: "shop", name: "dev"))
        let bank = SecretPlace.entry("pin", of: ObjectIdentity(kind: .environment, namespace: "bank", name: "dev"))
        let sealed = SecretSource.sealed(try await safe.keys.current().seal(Secret("sealed"), for: .object(shop)))
        _ = try await safe.vault.set(Secret("stored"), named: "db", in: "shop", now: Date())
        #expect(try await reader.read(sealed, for: shop).reveal() == "sealed")
        #expect(try await reader.read(.stored("db"), for: shop).reveal() == "stored")
        #expect(try await reader.read(.environmentVariable("API_KEY"), for: shop).reveal() == "hunter2")
        await #expect(throws: AccessError.self) { try await reader.read(sealed, for: bank) }
        await #expect(throws: AccessError.storedSecretMissing(name: "db", namespace: "bank")) {
            try await reader.read(.stored("db"), for: bank)
        }
        await #expect(throws: AccessError.variableNotAllowed("HOME")) {
            try await reader.read(.environmentVariable("HOME"), for: shop)
        }
        for source in [sealed, .stored("db")] {
            await #expect(throws: AccessError.secretOutOfReach(source)) { try await reader.read(source) }
            await #expect(throws: AccessError.secretOutOfReach(source)) {
                try await self.reader().read(source, for: shop)
            }
        }
    }

    @Test func noErrorAndNoPrintShowsAValue() async throws {
        try folder.write("s3cret", to: "key")
        let secret = try await reader(files: true).read(.file("key"))
        for text in renderings(secret) { #expect(!text.contains("s3cret")) }
    }

    @Test func eachRefusalSaysWhatToDo() {
        let messages: [(AccessError, String)] = [
            (.exposed(path: "/k", isFolder: false), "chmod 600 /k"),
            (.exposed(path: "/k", isFolder: true), "chmod 700 /k"),
            (.unusable(path: "/k", reason: "no"), "(no)"),
            (.tokenInvalid, "this installation"),
            (.tokenExpired, "has expired"),
            (.tokenSpent, "good only once"),
            (.keyInvalid, "32 bytes"),
            (.proofInvalid, "join with a new token"),
            (.proofOutdated, "5 minutes"),
            (.storeFailed(reason: "full"), "full"),
            (.variableNotAllowed("A"), "add A"),
            (.secretFileNotAllowed("k"), "file:k"),
            (.secretMissing(.file("k")), "file:k does not exist"),
            (.secretUnusable(.file("k"), reason: "no"), "file:k can't be used: no"),
            (.secretOutOfReach(.stored("k")), "store:k"),
            (.secretEmpty, "standard input"),
            (.secretTooLarge, "65536 bytes"),
            (.sealingKeyInvalid(reason: "no"), "rondo seal --print-key"),
            (.storedSecretDamaged(name: "k", namespace: "default"), "`rondo secret set k`"),
            (.secretStoreFailed(reason: "full"), "full"),
        ]
        for (error, text) in messages { #expect(error.description.contains(text)) }
    }

    private var secrets: URL { folder.url.appending(path: "secrets") }

    private func reader(env: [String] = [], files: Bool = false) -> SecretReader {
        let variables = ["API_KEY": "hunter2", "SHOP_DB": "pg\n", "HOME": "/root", "API_KEY2": "x"]
        let allow = OperatorConfiguration.Allow(
            env: env, secretFiles: files ? folder.url.path(percentEncoded: false) : nil)
        return SecretReader(allow: allow) { variables[$0] }
    }

    private func refused(_ source: SecretSource, because reason: String, in directory: URL? = nil) async {
        let allow = OperatorConfiguration.Allow(
            secretFiles: (directory ?? folder.url).path(percentEncoded: false))
        let error = await #expect(throws: AccessError.self) { try await SecretReader(allow: allow).read(source) }
        #expect(error?.description.localizedCaseInsensitiveContains(reason) == true, "\(String(describing: error))")
    }
}
