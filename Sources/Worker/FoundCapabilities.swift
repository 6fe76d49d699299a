import Model

/// What a worker knows without being told: what its machine is, and what its version can run.
enum FoundCapabilities {
    static let all: [String: String] = TestAbility.announced.merging(
        ["os": operatingSystem, "arch": architecture]) { _, found in found }

    /// What it found and what its manifest declares, which wins.
    static func merged(with declared: [String]) -> [String: String] {
        all.merging(Capabilities.parse(declared)) { _, declared in declared }
    }

    private static var operatingSystem: String {
        #if os(Linux)
            "linux"
        #else
            "other"
        #endif
    }

    /// Spelled as `uname -m` spells it.
    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "other"
        #endif
    }
}
