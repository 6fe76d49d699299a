import Model

/// What a worker knows without being told: what its machine is, and what its version can run.
struct FoundCapabilities: Sendable {
    let all: [String: String]

    /// - Parameter machine: what of `TestAbility.machineBound` its machine has.
    init(machine: Set<TestAbility> = []) {
        let bound = Dictionary(machine.map { ($0.rawValue, "") }) { first, _ in first }
        all = TestAbility.announced.merging(bound) { $1 }.merging(
            ["os": Self.operatingSystem, "arch": Self.architecture]) { $1 }
    }

    /// What it found and what its manifest declares, which wins.
    func merged(with declared: [String]) -> [String: String] {
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
