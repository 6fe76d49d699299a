import Crypto
import Foundation
import Model
import Store
import TestSupport

@testable import Access

/// An installation with its store in a folder of its own.
struct Installation {
    let folder: TemporaryDirectory
    let store: Store
    let identity: InstallationIdentity

    init() async throws {
        folder = try TemporaryDirectory()
        store = try await Store.open(directory: folder.url)
        identity = try await InstallationIdentity.loadOrCreate(stateFolder: folder.url)
    }

    var joinTokens: JoinTokens { JoinTokens(identity: identity, store: store) }
    var credentials: WorkerCredentials { WorkerCredentials(identity: identity, store: store) }

    var tags: InstanceTags {
        InstanceTags(
            installation: identity.installation, object: ObjectIdentity(kind: .cloudResource, name: "pool"), ordinal: 1,
            incarnation: 2, specHash: Digest(rawValue: "abc"))
    }

    static let now = Date(timeIntervalSince1970: 1_763_723_583.123)
    static let worker = WorkerID(rawValue: "w1")
}

/// Every text that a token could be printed as.
func renderings(_ value: some Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(reflecting: value), dumped]
}

/// A token with one character changed, by place.
func tampered(_ token: String, at offset: Int) -> String {
    var characters = Array(token)
    characters[offset] = characters[offset] == "A" ? "B" : "A"
    return String(characters)
}

func setMode(_ mode: Int, of url: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path(percentEncoded: false))
}

func mode(of url: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
}
