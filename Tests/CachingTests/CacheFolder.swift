import Foundation
import Model
import TestSupport

@testable import Caching

/// A file cache's folder as it stands on disk, and caches that open it one after the other.
struct CacheFolder {
    let root: TemporaryDirectory

    init() throws { root = try TemporaryDirectory() }

    var url: URL { root.url.appending(path: "store") }

    /// What a controller that starts again would make.
    func open(
        _ limits: CacheLimits = .blocks(1_000), maximumEntries: Int = FileCache.maximumEntries
    ) throws -> FileCache {
        FileCache(root: root.url, path: try CachePath("store"), limits: limits, maximumEntries: maximumEntries)
    }

    func file(_ number: Int) -> URL {
        let name = Samples.key(number).rawValue
        return url.appending(path: String(name.prefix(2))).appending(path: name)
    }

    /// The bytes of an entry that a cache would take over.
    func entry(
        _ number: Int, payload: Data? = nil, stored: Date = Samples.start, expires: Date = Samples.later(60)
    ) -> Data {
        let payload = payload ?? Samples.payload(number)
        return EntryFile.encode(
            EntryFile.Header(key: Samples.key(number), stored: stored, expires: expires, payloadSize: payload.count),
            payload)
    }

    /// Puts bytes where an entry's file stands.
    func place(_ bytes: Data, at file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    /// Every file and link below the folder, relative to it.
    func files() throws -> Set<String> {
        let all = try FileManager.default.subpathsOfDirectory(atPath: url.path(percentEncoded: false))
        return Set(
            all.filter { path in
                let attributes = try? FileManager.default.attributesOfItem(
                    atPath: url.appending(path: path).path(percentEncoded: false))
                return attributes?[.type] as? FileAttributeType != .typeDirectory
            })
    }

    func exists(_ file: URL) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))) != nil
    }

    func mode(_ file: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))[.posixPermissions] as? Int
    }
}

extension FileCache {
    /// Stores `Samples.payload` of a number.
    func set(_ number: Int, size: Int = 100, expires: Date = Samples.later(60), now: Date = Samples.start) throws {
        try set(Samples.payload(number, count: size), for: Samples.key(number), expires: expires, now: now)
    }

    func has(_ number: Int, size: Int = 100, now: Date = Samples.start) -> Bool {
        value(for: Samples.key(number), now: now) == Samples.payload(number, count: size)
    }
}
