extension GitRemote {
    /// Names the mirror that this remote is fetched into: the same for every spelling of one URL, whatever is followed
    /// of it; the URL itself where it is no address that can be read.
    package var mirrorName: String { (try? SourceAddress(url))?.mirrorName ?? url }
}
