import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Whatever happens to the child is an error of one request and never of the next.
@Suite struct ChildLifeTests {
    @Test func livesBetweenRequestsAndIsReplacedInSilence() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        _ = try await place.reader.tree(of: place.remote())
        let first = try #require(await place.reader.childProcessID)
        _ = try await place.reader.tree(of: place.remote())
        #expect(await place.reader.childProcessID == first)

        kill(first, SIGKILL)
        try place.git.write("v: 2\n", to: "a.yaml")
        try place.git.commit("Two")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.revision.subject == "Two")
        let second = try #require(await place.reader.childProcessID)
        #expect(second != first)
        #expect(!isAlive(first))
        await place.reader.stop()
        #expect(!isAlive(second))
        #expect(await place.reader.childProcessID == nil)
    }

    @Test func itsDeathBeforeItAnswersAnythingIsNoError() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let reader = place.reader
        let remote = place.remote()
        _ = try await reader.tree(of: remote)
        let first = try #require(await reader.childProcessID)
        kill(first, SIGSTOP)
        let request = Task { try await reader.tree(of: remote) }
        // Time for the request to reach the stopped child; without it the test proves less and passes too.
        try await Task.sleep(for: .milliseconds(100))
        kill(first, SIGKILL)
        #expect(try await request.value.files.count == 1)
        #expect(await reader.childProcessID != first)
        await reader.stop()
    }

    @Test func itsDeathInTheMiddleOfARequestIsAnError() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let reader = place.reader
        let hanging = GitRemote(url: "\(server.base)/hang/x")
        let request = Task { try await reader.tree(of: hanging) }
        let pid = try await childOf(place)
        kill(pid, SIGKILL)
        await #expect(throws: GitSourceError.childDied(reason: "signal 9")) { try await request.value }
        #expect(try await reader.tree(of: place.remote()).files.count == 1)
        await reader.stop()
    }

    @Test func aFetchThatIsKilledHalfWayLeavesNothingBehindTheNextOne() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        var text = ""
        for index in 0..<50_000 { text += "\(index * 7_919 % 65_537) " }
        try place.git.write(text, to: "a.yaml")
        try place.git.commit("One")
        let remote = GitRemote(url: "\(server.base)/half/repository")
        let reader = place.reader
        let request = Task { try await reader.tree(of: remote) }
        func packs() -> [String] {
            guard let mirror = try? place.mirror else { return [] }
            return MirrorSweep.names(in: mirror.path(percentEncoded: false) + "/objects/pack")
        }
        #expect(await eventually { !packs().isEmpty })
        let left = packs()
        kill(try await childOf(place), SIGKILL)
        await #expect(throws: GitSourceError.childDied(reason: "signal 9")) { try await request.value }
        #expect(packs() == left)
        try place.directory.write("", to: "whole")
        #expect(try await reader.tree(of: remote).files.count == 1)
        #expect(Set(packs()).isDisjoint(with: left))
        #expect(packs().count == 2)
        await reader.stop()
    }

    @Test func aChildThatClosesItsOutputAndStaysIsEnded() async throws {
        let place = try Place()
        let mute = GitReader(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", "exec 0<&- 1>&-; exec sleep 600"],
            mirrors: place.directory.url.appending(path: "m"))
        await #expect(throws: GitSourceError.childDied(reason: "signal 9")) {
            try await mute.tree(of: place.remote())
        }
        await mute.stop()
        let stubborn = try ChildProcess(executable: "/bin/sh", arguments: ["-c", "echo out; exec sleep 600"])
        _ = try stubborn.receive(4, until: .now.advanced(by: .seconds(30)))
        stubborn.end(within: .milliseconds(10))
        #expect(stubborn.processID == nil)
    }

    @Test(arguments: ["hang", "drip"])
    func aServerThatDoesNotAnswerEndsAtTheDeadline(corner: String) async throws {
        let place = try Place(deadline: .seconds(1))
        let server = try GitServer(root: place.directory.url)
        let url = "\(server.base)/\(corner)/x"
        await #expect(throws: GitSourceError.timedOut(url: url, after: .seconds(1))) {
            try await place.reader.tree(of: GitRemote(url: url))
        }
        #expect(await place.reader.childProcessID == nil)
        #expect(place.children.isEmpty)
    }

    @Test(.timeLimit(.minutes(2)))
    func aCancelledTaskEndsItsRequestAndNoOther() async throws {
        let place = try Place(deadline: .seconds(3_600))
        let server = try GitServer(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let reader = place.reader
        let hanging = GitRemote(url: "\(server.base)/hang/x")
        let remote = place.remote()
        let request = Task { try await reader.tree(of: hanging) }
        _ = try await childOf(place)
        let waiting = Task { try await reader.tree(of: remote) }
        request.cancel()
        await #expect(throws: GitSourceError.cancelled) { try await request.value }
        #expect(try await waiting.value.files.count == 1)
        let late = Task { try await reader.tree(of: hanging) }
        late.cancel()
        await #expect(throws: GitSourceError.cancelled) { try await late.value }
        await reader.stop()
    }

    @Test func anExecutableThatIsMissingOrIsSomethingElseIsAnError() async throws {
        let place = try Place()
        let missing = GitReader(
            executable: URL(filePath: "/nowhere/rondo"), mirrors: place.directory.url.appending(path: "m"))
        await #expect(
            throws: GitSourceError.childNotStarted(executable: "/nowhere/rondo", reason: "No such file or directory")
        ) { try await missing.tree(of: place.remote()) }
        let other = GitReader(
            executable: URL(filePath: "/bin/true"), arguments: [], mirrors: place.directory.url.appending(path: "m"))
        await #expect(throws: GitSourceError.childDied(reason: "exit code 0")) {
            try await other.tree(of: place.remote())
        }
        let huge = "printf '" + String(repeating: #"\377"#, count: 8) + "'; cat"
        let chatty = GitReader(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", huge],
            mirrors: place.directory.url.appending(path: "m"))
        let reason = "a message of 4294967295 + 4294967295 bytes is too large"
        await #expect(throws: GitSourceError.childUntrusted(reason: reason)) {
            try await chatty.tree(of: place.remote())
        }
    }

    @Test func endsByItselfWhenItsInputEndsAndByItsAlarmWhenAFetchHangs() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        let executable = RondoExecutable.url.path(percentEncoded: false)
        let idle = try ChildProcess(executable: executable, arguments: ["git-child"])
        idle.end(within: .seconds(30))
        #expect(idle.reap(waiting: true) == "it was ended")

        let orphan = try ChildProcess(executable: executable, arguments: ["git-child"])
        let request = GitRequest(
            address: .web("\(server.base)/hang/x"), displayURL: "x", ref: .defaultBranch, path: [],
            mirror: place.directory.path("mirrors/x"), known: nil, listing: false, limits: ReadLimits(), alarm: 1)
        try orphan.send(try Frame.encode(request), until: .now.advanced(by: .seconds(30)))
        var ending: String?
        #expect(
            await eventually {
                ending = orphan.reap(waiting: false)
                return ending != nil
            })
        #expect(ending == "signal 14")
    }

    @Test func inheritsNeitherDescriptorsNorSecrets() async throws {
        let place = try Place()
        setenv("RONDO_TEST_SECRET_FOR_CHILD", "hunter2", 1)
        let leak = open("/dev/null", O_RDONLY)
        defer { close(leak) }
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        _ = try await place.reader.tree(of: place.remote())
        let pid = try #require(await place.reader.childProcessID)
        let environment = try Data(contentsOf: URL(filePath: "/proc/\(pid)/environ"))
        #expect(!String(decoding: environment, as: UTF8.self).contains("hunter2"))
        let arguments = try Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))
        #expect(!String(decoding: arguments, as: UTF8.self).contains(place.git.path))
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        #expect(!descriptors.contains("\(leak)") || leak < 3)
        let score = try String(contentsOf: URL(filePath: "/proc/\(pid)/oom_score_adj"), encoding: .utf8)
        #expect(score == "1000\n")
        await place.reader.stop()
    }

    @Test func aDroppedReaderLeavesNoProcess() async throws {
        let directory = try TemporaryDirectory()
        let git = try GitFixture(at: directory.url.appending(path: "repository"))
        try git.write("v: 1\n", to: "a.yaml")
        try git.commit("One")
        var reader: GitReader? = GitReader(
            executable: RondoExecutable.url, mirrors: directory.url.appending(path: "mirrors"))
        _ = try await reader?.tree(of: GitRemote(url: git.path))
        let pid = try #require(await reader?.childProcessID)
        reader = nil
        #expect(await eventually { !isAlive(pid) })
    }

    /// False once the process is reaped: a zombie still counts as alive here.
    private func isAlive(_ pid: Int32) -> Bool { kill(pid, 0) == 0 }

    /// The child of the reader that works in this place, as soon as it runs.
    private func childOf(_ place: Place) async throws -> Int32 {
        #expect(await eventually { !place.children.isEmpty })
        return try #require(place.children.first)
    }
}
