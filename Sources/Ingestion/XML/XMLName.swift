#if canImport(Glibc)
    import Glibc
#endif

extension UnsafePointer<CChar> {
    /// Whether a C string is this word. No string is made, since this is asked for every tag and attribute of a report.
    func isNamed(_ word: StaticString) -> Bool {
        strcmp(self, UnsafeRawPointer(word.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
    }
}
