import Foundation
import Glibc
import Model
import TestSupport
import Testing

@testable import Clouds

struct LocalProviderTests {
    private let table = ProcessTable()

    private func pid(_ instance: ObservedInstance) throws -> Int32 {
        try #require(LocalInstanceID(instance.id)).pid
    }

    /// Breaks when `list` takes the processes of every installation.
    @Test func createsADetachedProcessThatIsFoundByItsTags() async throws {
        let fixture = try LocalFixture(script: "echo \"$@\"; pwd; ls -l /proc/$$/fd | wc -l; exec sleep 600")
        let token = UUID()
        let request = fixture.request(token: token)
        let instance = try await fixture.provider.create(request)

        #expect(instance.state == .running)
        #expect(instance.provider == .local)
        #expect(instance.tags == request.tags)
        #expect(abs(instance.createdAt.timeIntervalSinceNow) < 60)
        let pid = try pid(instance)
        let stat = try #require(table.stat(of: pid))
        #expect(stat.isSessionLeader)
        #expect(try await fixture.provider.list(installation: fixture.installation) == [instance])
        #expect(try await fixture.provider.list(installation: InstallationID(rawValue: "other")).isEmpty)

        let log = fixture.file(token, "log")
        let folder = fixture.directory.path("state/instances/\(token.uuidString.lowercased())")
        #expect(
            await eventually {
                fixture.text(log).hasPrefix("worker --boot \(folder)/ --self-end 5m\n\(folder)\n")
            }, "\(fixture.text(log))")
        try await fixture.provider.terminate(instance.id)
    }

    @Test func theProcessHoldsNothingOfItsParent() async throws {
        let fixture = try LocalFixture()
        let token = UUID()
        let open = try FileHandle(forReadingFrom: URL(filePath: "/dev/zero"))
        // Inheritable on purpose: what the parent has open must not leak, marked or not.
        _ = fcntl(open.fileDescriptor, F_SETFD, 0)
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let pid = try pid(instance)
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        let targets = try descriptors.sorted().map {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\($0)")
        }
        let log = fixture.file(token, "log")
        // A shell may keep its script open until it has become `sleep`.
        #expect(targets.filter { !$0.hasSuffix("/rondo") } == ["/dev/null", log, log])
        let variables = try #require(table.environment(of: pid))
        #expect(
            Set(variables.keys).subtracting(["LLVM_PROFILE_FILE", "PWD", "_", "OLDPWD", "SHLVL"])
                == ["PATH", "HOME", "RONDO_INSTALLATION", "RONDO_TOKEN_ID", "RONDO_TAGS"])
        #expect(!variables.values.contains { $0.contains("join-me") })
        let arguments = try String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
        #expect(!arguments.contains("join-me"))
        try await fixture.provider.terminate(instance.id)
    }

    @Test func theJoinTokenIsOnlyInAFileOfThisUser() async throws {
        let fixture = try LocalFixture()
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let path = fixture.file(token, "boot.json")
        for (name, mode) in [("boot.json", 0o600), ("log", 0o600), ("", 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.file(token, name))
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
        let boot = try JSONDecoder().decode(BootFile.self, from: Data(contentsOf: URL(filePath: path)))
        #expect(boot.joinToken == "join-me")
        #expect(boot.worker.slots == 2)
        #expect(boot.stateDirectory.hasPrefix(fixture.directory.path("state")))
        try await fixture.provider.terminate(instance.id)
    }

    /// Breaks when `findOrStart` does not look for the token.
    @Test func oneTokenMakesOneProcess() async throws {
        let fixture = try LocalFixture()
        let request = fixture.request()
        let created = try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await fixture.provider.create(request) } }
            return try await group.reduce(into: Set<ObservedInstance>()) { $0.insert($1) }
        }
        #expect(created.count == 1)
        let again = try await fixture.provider.create(request)
        #expect(created == [again])
        // A controller that was restarted knows only what the machine shows.
        #expect(try await fixture.restarted().create(request) == again)
        #expect(try await fixture.provider.list(installation: fixture.installation).count == 1)
        try await fixture.provider.terminate(again.id)
    }

    @Test func otherTokensMakeOtherProcesses() async throws {
        let fixture = try LocalFixture()
        let first = try await fixture.provider.create(fixture.request(ordinal: 0))
        let second = try await fixture.provider.create(fixture.request(ordinal: 1))
        #expect(first.id != second.id)
        let listed = try await fixture.restarted().list(installation: fixture.installation)
        #expect(Set(listed.map(\.tags.ordinal)) == [0, 1])
        for instance in listed { try await fixture.provider.terminate(instance.id) }
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
    }

    @Test func childrenThatCarryTheTagsAreNoInstances() async throws {
        let fixture = try LocalFixture(script: "sleep 600 & echo started; wait")
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let log = fixture.file(token, "log")
        #expect(await eventually { fixture.text(log).contains("started") })
        #expect(try await fixture.provider.list(installation: fixture.installation) == [instance])
        try await fixture.provider.terminate(instance.id)
    }

    @Test func terminateEndsTheWholeSessionAndRemovesItsFolder() async throws {
        let fixture = try LocalFixture(
            script: "setsid=; (trap '' TERM; exec sleep 600) & echo $! ; trap 'exit 0' TERM; wait")
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let log = fixture.file(token, "log")
        #expect(await eventually { fixture.text(log).hasSuffix("\n") })
        let pid = try pid(instance)
        #expect(try table.all().filter { $0.session == pid }.count == 2)
        try await fixture.provider.terminate(instance.id)
        #expect(try table.all().filter { $0.session == pid && $0.isAlive }.isEmpty)
        #expect(!fixture.exists(fixture.file(token, "")))
        // No error either: what is gone is gone.
        try await fixture.provider.terminate(instance.id)
    }

    @Test func aProcessThatIgnoresSIGTERMIsKilledAfterTheGrace() async throws {
        let fixture = try LocalFixture(
            script: "trap '' TERM; echo deaf; while :; do sleep 1; done", grace: .milliseconds(200))
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let log = fixture.file(token, "log")
        #expect(await eventually { fixture.text(log).contains("deaf") })
        try await fixture.provider.terminate(instance.id)
        let pid = try pid(instance)
        #expect(try table.all().filter { $0.session == pid && $0.isAlive }.isEmpty)
    }

    @Test func whatIsBeingEndedIsListedAsTerminating() async throws {
        let fixture = try LocalFixture(
            script: "trap '' TERM; echo deaf; while :; do sleep 1; done", grace: .seconds(60))
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let log = fixture.file(token, "log")
        #expect(await eventually { fixture.text(log).contains("deaf") })
        let ending = Task { try await fixture.provider.terminate(instance.id) }
        #expect(
            try await eventually {
                try await fixture.provider.list(installation: fixture.installation).map(\.state) == [.terminating]
            })
        kill(try pid(instance), SIGKILL)
        try await ending.value
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
    }

    @Test func aPidThatWasGivenAgainIsNotTouched() async throws {
        let fixture = try LocalFixture()
        let instance = try await fixture.provider.create(fixture.request())
        let local = try #require(LocalInstanceID(instance.id))
        let earlier = InstanceID(rawValue: "local-\(local.boot)-\(local.pid)-\(local.startTicks - 1)")
        try await fixture.provider.terminate(earlier)
        let otherBoot = InstanceID(rawValue: "local-00000000-\(local.pid)-\(local.startTicks)")
        try await fixture.provider.terminate(otherBoot)
        #expect(try await fixture.provider.list(installation: fixture.installation) == [instance])
        try await fixture.provider.terminate(instance.id)
    }

    @Test func anEndedChildLeavesNoZombieAndItsFolderForAWhile() async throws {
        let fixture = try LocalFixture(script: "echo bye; exit 3")
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let pid = try pid(instance)
        #expect(await eventually { table.stat(of: pid) == nil })
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
        #expect(fixture.text(fixture.file(token, "log")) == "bye\n")
        #expect(!fixture.exists(fixture.file(token, "boot.json")), "a token that nobody will use is removed")
        try await fixture.provider.terminate(instance.id)
        #expect(!fixture.exists(fixture.file(token, "")))
    }

    @Test func oldFoldersOfEndedInstancesAreSwept() async throws {
        let fixture = try LocalFixture(script: "exit 0", logRetention: .zero)
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let pid = try pid(instance)
        #expect(await eventually { table.stat(of: pid) == nil })
        _ = try await fixture.provider.list(installation: fixture.installation)
        #expect(!fixture.exists(fixture.file(token, "")))
    }

    @Test func aMissingExecutableIsAnErrorThatNamesIt() async throws {
        let fixture = try LocalFixture()
        try FileManager.default.removeItem(atPath: fixture.executable)
        let request = fixture.request()
        let error = await #expect(throws: LocalProviderError.self) { try await fixture.provider.create(request) }
        #expect("\(String(describing: error))".contains(fixture.executable))
    }

    @Test func aWorkerNeedsAJoinToken() async throws {
        let fixture = try LocalFixture()
        let request = fixture.request(joinToken: nil)
        await #expect(throws: LocalProviderError.missingJoinToken(request.tags.object)) {
            try await fixture.provider.create(request)
        }
    }

    @Test func aStateFolderThatCannotBeWrittenIsNamed() async throws {
        let fixture = try LocalFixture()
        try fixture.directory.write("in the way", to: "state/instances")
        let error = await #expect(throws: LocalProviderError.self) {
            try await fixture.provider.create(fixture.request())
        }
        #expect("\(String(describing: error))".contains("state/instances"))
    }

    @Test func anIDOfAnotherProviderIsRefused() async throws {
        let fixture = try LocalFixture()
        let id = InstanceID(rawValue: "i-0abc")
        let error = await #expect(throws: LocalProviderError.foreignID(id)) {
            try await fixture.provider.terminate(id)
        }
        #expect("\(String(describing: error))".contains("i-0abc"))
    }
}
