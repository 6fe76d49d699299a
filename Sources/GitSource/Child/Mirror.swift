import CGit2
import Foundation
import Model

/// The bare repository on this machine that holds what was fetched from one address.
///
/// Its refs are `refs/rondo/<hash of the remote's ref name>`: a flat list, so that a branch `a` that gives way to a
/// branch `a/b` can't collide. No URL is ever written to it.
struct Mirror {
    let folder: String
    let repository: GitHandle
    /// The repository's object database.
    private let objects: GitHandle

    /// Opens the mirror, or makes it where there is none.
    init(folder: String) throws(LibGitError) {
        self.folder = folder
        let exists = FileManager.default.fileExists(atPath: folder)
        repository = try GitHandle(.mirror, free: git_repository_free) { pointer in
            exists ? git_repository_open_bare(&pointer, folder) : Self.make(&pointer, folder)
        }
        let pointer = repository.pointer
        objects = try GitHandle(.mirror, free: git_odb_free) { git_repository_odb(&$0, pointer) }
    }

    private static func make(_ pointer: inout OpaquePointer?, _ folder: String) -> Int32 {
        var options = git_repository_init_options()
        git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
        options.flags = GIT_REPOSITORY_INIT_BARE.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
        return git_repository_init_ext(&pointer, folder, &options)
    }

    /// The ref that keeps what `name` was fetched to.
    static func keeper(of name: String) -> String {
        "refs/rondo/" + BlobID.of(Data(name.utf8)).rawValue
    }

    /// Where a ref of the mirror points; nil when it is not there.
    func target(of ref: String) -> GitObjectID? {
        var id = git_oid()
        guard git_reference_name_to_id(&id, repository.pointer, ref) == 0 else { return nil }
        return BlobID.hex(id.bytes)
    }

    func setRef(_ ref: String, to id: GitObjectID) throws(LibGitError) {
        guard var oid = git_oid(hex: id.rawValue) else { return }
        let made = try GitHandle(.mirror, free: git_reference_free) { pointer in
            git_reference_create(&pointer, repository.pointer, ref, &oid, 1, nil)
        }
        _ = made
    }

    /// The commit that an object is or, for a tag, leads to; nil for a tag of something else.
    func commit(of id: GitObjectID) throws -> GitHandle? {
        guard var oid = git_oid(hex: id.rawValue) else { return nil }
        try checkSize(of: &oid)
        return try peeled(&oid)
    }

    private func peeled(_ id: UnsafePointer<git_oid>) throws(LibGitError) -> GitHandle? {
        let object = try GitHandle(.read, free: git_object_free) { pointer in
            git_object_lookup(&pointer, repository.pointer, id, GIT_OBJECT_ANY)
        }
        do {
            return try GitHandle(.read, free: git_object_free) { pointer in
                git_object_peel(&pointer, object.pointer, GIT_OBJECT_COMMIT)
            }
        } catch  where error.code == GIT_EPEEL || error.code == GIT_EINVALIDSPEC {
            return nil
        }
    }

    /// The bytes of an object and what it is.
    func contents(of id: GitObjectID) throws -> (type: git_object_t, bytes: Data) {
        guard var oid = git_oid(hex: id.rawValue) else { return (GIT_OBJECT_INVALID, Data()) }
        try checkSize(of: &oid)
        let object = try GitHandle(.read, free: git_odb_object_free) { git_odb_read(&$0, objects.pointer, &oid) }
        let bytes = git_odb_object_data(object.pointer)
        let size = git_odb_object_size(object.pointer)
        return (git_odb_object_type(object.pointer), bytes.map { Data(bytes: $0, count: size) } ?? Data())
    }

    /// Throws when a tree, commit or tag is larger than anybody makes one; only the object's header is read.
    func checkSize(of id: UnsafePointer<git_oid>) throws {
        let (size, type) = try header(of: id)
        guard size <= MemoryBound.structureBytes || type == GIT_OBJECT_BLOB else {
            throw GitSourceError.overBound(.object, limit: MemoryBound.structureBytes, path: "")
        }
    }

    func header(of id: UnsafePointer<git_oid>) throws -> (size: Int, type: git_object_t) {
        var size = 0
        var type = GIT_OBJECT_INVALID
        try LibGit.check(git_odb_read_header(&size, &type, objects.pointer, id), .read)
        return (size, type)
    }

    /// How many packs there are; each fetch adds one, and libgit2 can't merge them.
    var packCount: Int { MirrorSweep.names(in: "\(folder)/objects/pack").count { $0.hasSuffix(".pack") } }
}
