/// A file of the repository that is laid into the scratch folder of a test's attempts.
package struct ScratchFile: Hashable, Sendable, Codable {
    /// Where it lies in the scratch folder: its path from the folder of the manifest.
    package let path: String
    /// Its path from the repository's root.
    package let origin: String
    package let blob: GitObjectID
    /// Whether git says that it may be executed; nil where it does not.
    package let executable: Bool?

    package init(path: String, origin: String, blob: GitObjectID, isExecutable: Bool = false) {
        self.path = path
        self.origin = origin
        self.blob = blob
        executable = isExecutable ? true : nil
    }

    package var isExecutable: Bool { executable == true }
}

/// How much one attempt gets of the repository.
package enum ScratchFileLimits {
    /// Bytes of one file.
    package static let fileBytes = 64 << 20
    /// Bytes of all files of an attempt.
    package static let totalBytes = 512 << 20
}

/// One of them as a worker is told of it: what to lay where.
package struct AttemptFile: Hashable, Sendable, Codable {
    /// In the scratch folder.
    package let path: String
    package let blob: GitObjectID
    /// In bytes.
    package let size: Int
    /// nil where it may not be executed.
    package let executable: Bool?

    package init(path: String, blob: GitObjectID, size: Int, isExecutable: Bool = false) {
        self.path = path
        self.blob = blob
        self.size = size
        executable = isExecutable ? true : nil
    }
}
