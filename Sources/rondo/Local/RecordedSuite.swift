import API
import Controller
import Foundation
import GitSource
import Model
import Planning

/// A suite as a recorded run had it: what is in force now where its inputs are the same, else what the run's commit says.
struct RecordedSuite {
    let suite: ResolvedSuite

    init(of run: RunResource, verdict: Verdict, in state: any StateReading) async throws {
        let inForce = try await state.lastGood().flatMap(\.suites)
            .first { $0.key == run.key && Digests.suiteInputs(of: $0) == verdict.digest }
        if let inForce {
            suite = inForce
            return
        }
        guard verdict.revision.isCommitted else { throw RecordedSuiteError.notCommitted(run.id) }
        let tree = try await Self.tree(of: verdict.revision, in: state)
        let manifests = try LocalManifests.make(
            tree, root: URL(filePath: "/"), .suite(run.suite), environments: [run.environment])
        guard let found = manifests.suites.first else { throw RecordedSuiteError.notThere(run.key, verdict.revision) }
        suite = found
    }

    /// Where the files of its commit are: the repository around the working directory, and what stands there.
    static func files() -> [SourceFiles] {
        let folder = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let root = (try? WorkingGit(folder: folder).place().root) ?? folder.path(percentEncoded: false)
        return [
            { files, target in await BlobProcess(mirror: "\(root)/.git").export(files.map(\.blob), into: target) },
            { files, target in await FolderReading.export(files, of: root, into: target) },
        ]
    }

    /// The commit, from the repository around the working directory when that has it, else from where the controller got it.
    private static func tree(of revision: Revision, in state: any StateReading) async throws -> SourceTree {
        let commit = revision.commit.rawValue
        let folder = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let here = WorkingGit(folder: folder)
        var places: [String] = []
        if let root = try? here.place().root, (try? here.commit(commit)) != nil { places.append(root) }
        places += try await state.sources().items.map(\.url)
        var last: (any Error)?
        for place in places {
            do {
                return try await CommitReading(location: place, ref: commit).tree(listing: true)
            } catch {
                last = error
            }
        }
        throw RecordedSuiteError.commitOutOfReach(revision, reason: last.map { "\($0)" } ?? "no source is configured")
    }
}

/// Why the definitions that a run had can't be had again.
enum RecordedSuiteError: Error, CustomStringConvertible {
    case notCommitted(RunID)
    case notThere(SuiteKey, Revision)
    case commitOutOfReach(Revision, reason: String)

    var description: String {
        switch self {
        case .notCommitted(let run):
            "the files that \(run) was made of were never committed and have changed: run them as they are now, with "
                + "`rondo test run FILE --filter TEST`"
        case .notThere(let key, let revision): "\(revision.short) does not declare \(key), or with errors"
        case .commitOutOfReach(let revision, let reason):
            "\(revision.short) can't be read (\(reason)): run this in a clone of its repository that has the commit"
        }
    }
}
