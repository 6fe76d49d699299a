import Foundation
import Glibc
import Model
import SystemPackage

/// `instances/<token>/` below the state folder: the boot file, the log, the id, and the worker's scratch files.
struct InstanceFolder: Hashable, Sendable {
    let token: UUID
    let url: URL

    init(token: UUID, stateDirectory: URL) {
        self.token = token
        url = Self.parent(stateDirectory).appending(path: token.uuidString.lowercased(), directoryHint: .isDirectory)
    }

    private static func parent(_ stateDirectory: URL) -> URL {
        stateDirectory.appending(path: "instances", directoryHint: .isDirectory)
    }

    /// Every folder there is, of living and of ended instances.
    static func all(stateDirectory: URL) -> [InstanceFolder] {
        let path = parent(stateDirectory).path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap(UUID.init(uuidString:)).map {
            InstanceFolder(token: $0, stateDirectory: stateDirectory)
        }
    }

    var path: String { url.path(percentEncoded: false) }

    private func file(_ name: String) -> FilePath { FilePath(path).appending(name) }

    /// Makes the folder (0700) and writes the boot file (0600), and what the instance is made of for whoever has lost that.
    func prepare(_ boot: BootFile, definition: CloudResourceSpec) throws(LocalProviderError) {
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try BoundedFile.write(CanonicalEncoding.data(boot), to: file(BootFile.name))
            try BoundedFile.write(CanonicalEncoding.data(definition), to: file(Self.definitionName))
        } catch {
            throw .instanceFolder(path: path, reason: "\(error)")
        }
    }

    private static let definitionName = "definition.json"

    /// What the instance was made of; nil when that was not written down or can't be read.
    var definition: CloudResourceSpec? {
        BoundedFile.text(file(Self.definitionName), limit: 64 * 1_024).flatMap {
            try? JSONDecoder().decode(CloudResourceSpec.self, from: Data($0.utf8))
        }
    }

    /// The log, open for appending; the caller closes it.
    func openLog() throws(LocalProviderError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                file("log"), .writeOnly, options: [.create, .append, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite)
        } catch {
            throw .instanceFolder(path: path, reason: "\(error)")
        }
    }

    /// The id of the process that was started for it; nil when none was, or a crash came between.
    var instance: InstanceID? {
        BoundedFile.text(file("id"), limit: 256).map { InstanceID(rawValue: $0) }
    }

    func record(_ instance: InstanceID) throws(LocalProviderError) {
        do {
            try BoundedFile.write(Data(instance.rawValue.utf8), to: file("id"))
        } catch {
            throw .instanceFolder(path: path, reason: "\(error)")
        }
    }

    /// What became of the instance since it was made; nil when nothing did.
    var file: InstanceFile? {
        BoundedFile.read(file(InstanceFile.name), limit: 1 << 20).flatMap {
            try? JSONDecoder().decode(InstanceFile.self, from: Data($0))
        }
    }

    /// Replaces it whole, so that neither the worker nor a crash ever finds half of one.
    func write(_ contents: InstanceFile) throws(LocalProviderError) {
        let draft = file(InstanceFile.name + ".new")
        do {
            try BoundedFile.write(CanonicalEncoding.data(contents), to: draft)
            guard rename(draft.string, file(InstanceFile.name).string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw .instanceFolder(path: path, reason: "\(error)")
        }
    }

    /// The end of the log; nil when there is none.
    var logTail: String? {
        guard let log = try? FileDescriptor.open(file("log"), .readOnly, options: [.closeOnExec, .noFollow]) else {
            return nil
        }
        defer { try? log.close() }
        var bytes = [UInt8](repeating: 0, count: 2 * InstanceReport.consoleBytes)
        guard let end = try? log.seek(offset: 0, from: .end),
            (try? log.seek(offset: max(0, end - Int64(bytes.count)), from: .start)) != nil,
            let count = try? bytes.withUnsafeMutableBytes({ try log.read(into: $0) }), count > 0
        else { return nil }
        return InstanceReport.tail(of: String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// nil when it is gone.
    var lastChange: Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date
    }

    /// The join token of an instance that never joined is of no use to anyone.
    func removeBootFile() { try? FileManager.default.removeItem(atPath: file(BootFile.name).string) }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
