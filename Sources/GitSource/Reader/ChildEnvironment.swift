import Foundation

/// What the child gets of the controller's environment: never a credential, and no home folder.
enum ChildEnvironment {
    /// LLVM_PROFILE_FILE keeps coverage of the child in tests.
    private static let passed = [
        "PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "SWIFT_BACKTRACE", "LLVM_PROFILE_FILE",
    ]

    /// As `NAME=value`.
    static var current: [String] {
        let all = ProcessInfo.processInfo.environment
        return passed.compactMap { name in all[name].map { "\(name)=\($0)" } }
    }
}
