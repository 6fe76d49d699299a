import Foundation
import GitSource
import Model
import Subprocess
import SystemPackage

/// Asks a process of its own whether one commit leads to another: hostile objects can't reach the controller.
struct AncestryProcess: Sendable {
    /// Long histories take a while to walk.
    private static let deadline = Duration.seconds(20)

    /// The path of the bare repository.
    let mirror: String

    /// Whether `commit` is an ancestor of `other`; nil when nobody can tell.
    func isAncestor(_ commit: GitObjectID, of other: GitObjectID) async -> Bool? {
        let arguments = ["git-ancestry", "--mirror", mirror, commit.rawValue, other.rawValue]
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask {
                let record = try? await run(
                    .path(FilePath(ExecutablePath.current)), arguments: Arguments(arguments), input: .none,
                    output: .discarded, error: .discarded)
                guard case .exited(let code)? = record?.terminationStatus else { return nil }
                switch Ancestry.Answer(rawValue: code) {
                case .isAncestor: return true
                case .isNone: return false
                case .unknown, nil: return nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: Self.deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
