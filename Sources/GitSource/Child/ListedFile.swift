/// One regular file of a commit's listing.
struct ListedFile: Equatable {
    let path: String
    /// The twenty bytes of its blob's id.
    let blob: [UInt8]
    let isExecutable: Bool
}
