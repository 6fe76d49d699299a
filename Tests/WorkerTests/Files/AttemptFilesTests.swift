import API
import Caching
import Foundation
import Model
import TestExecution
import TestSupport
import Testing

@testable import Worker

/// Files of the repository on their way into an attempt's folder, and what it leaves on its way out.
struct AttemptFilesTests {
    private static func blob(_ text: String) -> GitObjectID {
        GitObjectID(rawValue: ContentDigest.gitBlob.name(of: Data(text.utf8)))
    }

    private static func grant(
        _ name: String, files: [AttemptFile], artifacts: TestArtifacts? = nil, workingDir: String? = nil
    ) -> LeaseGrant {
        var settings = TestSettings(name: name)
        settings.artifacts = artifacts
        return LeaseGrant(
            lease: LeaseToken(rawValue: name), run: RunID(rawValue: "run"),
            suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev", attempt: 1,
            definition: TestDefinition(
                settings: settings, body: .command(CommandSpec(run: ["true"], workingDir: workingDir))), captures: [:],
            secrets: [], files: files)
    }

    /// Says what its folder holds: path, mode and contents of each file.
    private static let listing: RunAttempt = { _, scratch, _ in
        let path = scratch.path(percentEncoded: false)
        let names = (FileManager.default.subpaths(atPath: path) ?? []).sorted()
        let lines = names.compactMap { name -> String? in
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)"),
                let mode = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions]
                    as? Int,
                !data.isEmpty
            else { return nil }
            return "\(name) \(String(mode, radix: 8)) \(String(decoding: data, as: UTF8.self))"
        }
        return WorkerFixture.result(.passed, message: lines.joined(separator: "; "))
    }

    /// Breaks when a file is not laid where it says, with another mode, or fetched again for each attempt.
    @Test func aFileIsFetchedOnceAndLaidOutForEachAttempt() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let (script, data) = ("#!/bin/sh\n", String(repeating: "0123456789", count: 10))
        fixture.controller.change {
            $0.blobs = [Self.blob(script): Data(script.utf8), Self.blob(data): Data(data.utf8)]
            $0.partBytes = 7
        }
        let files = [
            AttemptFile(path: "bin/run", blob: Self.blob(script), size: script.utf8.count, isExecutable: true),
            AttemptFile(path: "data/a", blob: Self.blob(data), size: data.utf8.count),
        ]
        try await fixture.serving(fixture.agent(Self.listing)) {
            for name in ["a", "b"] {
                fixture.controller.change { $0.queue.append(Self.grant(name, files: files)) }
                #expect(await eventually { fixture.result(name) != nil })
                #expect(fixture.result(name)?.message == "bin/run 755 \(script); data/a 644 \(data)")
            }
        }
        // Two parts of the one, fifteen of the other.
        #expect(fixture.controller.read { $0.calls["/worker/v1/blob"] } == 17)
    }

    /// Breaks when what came is not checked, or the attempt starts without its files.
    @Test func withoutItsFilesAnAttemptIsErrored() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.blobs = [Self.blob("right"): Data("wrong".utf8)] }
        try await fixture.serving(fixture.agent(Self.listing)) {
            let files = [
                "other": AttemptFile(path: "a", blob: Self.blob("right"), size: 5),
                "gone": AttemptFile(path: "a", blob: Self.blob("gone"), size: 4),
                "outside": AttemptFile(path: "../a", blob: Self.blob("right"), size: 5),
                "large": AttemptFile(path: "a", blob: Self.blob("large"), size: 1 << 30),
            ]
            let reasons = [
                "other": "`a`: the contents are not those of \(Self.blob("right"))",
                "gone": "`a` can't be had from the controller: fake notFound",
                "outside": "`../a` is not inside the scratch folder", "large": "`a` is larger than 64 MiB",
            ]
            for (name, file) in files {
                fixture.controller.change { $0.queue.append(Self.grant(name, files: [file])) }
                #expect(await eventually { fixture.result(name) != nil })
                #expect(fixture.result(name)?.outcome == .errored)
                #expect(fixture.result(name)?.message == "its files can't be laid out: \(reasons[name] ?? "")")
            }
        }
    }

    private static func writing(_ files: [String: String], outcome: Outcome = .failed) -> RunAttempt {
        { _, scratch, _ in
            for (path, text) in files {
                let target = scratch.appending(path: path)
                try? FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try? Data(text.utf8).write(to: target)
            }
            try? FileManager.default.createSymbolicLink(
                at: scratch.appending(path: "out/link.txt"), withDestinationURL: URL(filePath: "/etc/passwd"))
            return WorkerFixture.result(outcome)
        }
    }

    /// Breaks when links are followed, the result comes before its files, or `on: failure` is not looked at.
    @Test func whatMatchesIsSentBeforeTheResult() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let large = String(repeating: "x", count: ArtifactPart.partBytes + 10)
        let agent = fixture.agent(Self.writing(["out/a.txt": "a", "out/large.txt": large, "b.txt": "b"]))
        try await fixture.serving(agent) {
            let wanted = TestArtifacts(paths: ["out/*.txt"], on: .failure)
            fixture.controller.change { $0.queue.append(Self.grant("a", files: [], artifacts: wanted)) }
            #expect(await eventually { fixture.result("a") != nil })
        }
        let artifacts = try #require(fixture.result("a")?.artifacts)
        #expect(artifacts.map(\.path) == ["out/a.txt", "out/large.txt"])
        #expect(artifacts.map(\.size) == [1, large.utf8.count])
        for (artifact, text) in zip(artifacts, ["a", large]) {
            #expect(artifact.sha256 == ContentDigest.sha256.name(of: Data(text.utf8)))
            #expect(fixture.controller.read { $0.artifacts[artifact.sha256] } == Data(text.utf8))
        }
        let log = fixture.controller.read { $0.logs[LeaseToken(rawValue: "a")]?.text } ?? ""
        #expect(log.contains("artifacts: `out/link.txt` is a link or no file, and is passed over"), "\(log)")
    }

    @Test func aPassKeepsNothingThatIsForFailures() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        try await fixture.serving(fixture.agent(Self.writing(["a.txt": "a"], outcome: .passed))) {
            let wanted = TestArtifacts(paths: ["*.txt"], on: .failure)
            fixture.controller.change { $0.queue.append(Self.grant("a", files: [], artifacts: wanted)) }
            #expect(await eventually { fixture.result("a") != nil })
        }
        #expect(fixture.result("a")?.artifacts == nil)
        #expect(fixture.controller.read { $0.artifacts.isEmpty })
    }

    /// Breaks when a folder or a pattern is looked for as it is written, with the reference in it.
    @Test func whatIsKeptMayNameTheAttempt() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        try await fixture.serving(fixture.agent(Self.writing(["d1/x1.txt": "a"], outcome: .passed))) {
            let wanted = TestArtifacts(paths: ["x${{ attempt }}.txt"], on: .always)
            fixture.controller.change {
                $0.queue.append(
                    Self.grant("a", files: [], artifacts: wanted, workingDir: "d${{ attempt }}"))
            }
            #expect(await eventually { fixture.result("a") != nil })
        }
        #expect(fixture.result("a")?.artifacts?.map(\.path) == ["x1.txt"])
    }

    /// Root may change anything, so that what it leaves is removed at once; breaks for others when the rights are not given.
    @Test func foldersThatNobodyMayChangeAreRemoved() throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "scratch/go/pkg/mod/x.go")
        let folder = directory.url.appending(path: "scratch")
        #expect(chmod(directory.path("scratch/go/pkg"), 0o500) == 0 && chmod(directory.path("scratch/go"), 0) == 0)
        #expect(ScratchFolder.remove(folder))
        #expect(!FileManager.default.fileExists(atPath: directory.path("scratch")))
        #expect(ScratchFolder.remove(folder))
    }
}
