import Foundation

/// Removes what a fetch that was killed leaves in a mirror: half-written packs and objects, and lock files.
enum MirrorSweep {
    /// Call only while no other process writes to the mirror.
    static func sweep(_ folder: String) {
        for name in names(in: "\(folder)/objects/pack") where name.hasPrefix("pack_git2_") {
            remove("\(folder)/objects/pack/\(name)")
        }
        for fan in names(in: "\(folder)/objects") where fan.count == 2 {
            for name in names(in: "\(folder)/objects/\(fan)") where name.hasPrefix("tmp_object") {
                remove("\(folder)/objects/\(fan)/\(name)")
            }
        }
        for place in [folder, "\(folder)/refs", "\(folder)/refs/rondo"] {
            for name in names(in: place) where name.hasSuffix(".lock") { remove("\(place)/\(name)") }
        }
        remove("\(folder)/\(RemoteFetch.scratchRefs)")
    }

    static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    /// Removes a file or folder; one that is not there is fine.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
