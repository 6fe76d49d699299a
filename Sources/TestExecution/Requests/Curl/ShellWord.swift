/// One word of a POSIX shell's command line.
enum ShellWord {
    private static let harmless = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:=@,+%".utf8)

    /// In single quotes, unless no character of it means anything to a shell.
    static func quote(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(harmless.contains) { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
