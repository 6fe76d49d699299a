import Model
import Testing

@testable import Clouds

struct ProcessStatTests {
    private let tail = "20 0 1 0 4711 2500 100"

    @Test func readsAnOrdinaryLine() throws {
        let stat = try #require(ProcessStat("42 (rondo) S 1 42 41 0 -1 4194304 1 2 3 4 5 6 7 8 \(tail)\n"))
        #expect(stat.pid == 42)
        #expect(stat.state == "S")
        #expect(stat.session == 41)
        #expect(stat.startTicks == 4711)
        #expect(stat.isAlive)
        #expect(!stat.isSessionLeader)
    }

    @Test(arguments: ["a b", "x) S 9 9 9 (y", ") Z 1", "line\nbreak"])
    func aNameMayHoldAnything(name: String) throws {
        let stat = try #require(ProcessStat("42 (\(name)) R 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 \(tail)"))
        #expect(stat.state == "R")
        #expect(stat.startTicks == 4711)
        #expect(stat.isSessionLeader)
    }

    @Test(arguments: [
        "", "42", "42 (a) S 1 2", "x (a) S 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 4711", "42 )a( S",
    ])
    func anotherShapeIsNil(line: String) { #expect(ProcessStat(line) == nil) }

    @Test(arguments: ["Z", "X", "x"])
    func aZombieIsNotAlive(state: String) throws {
        let stat = try #require(ProcessStat("42 (a) \(state) 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 \(tail)"))
        #expect(!stat.isAlive)
    }
}

struct LocalInstanceIDTests {
    @Test func writesWhatItReads() throws {
        let id = InstanceID(rawValue: "local-0a1b2c3d-4711-99887766")
        let local = try #require(LocalInstanceID(id))
        #expect(local.boot == "0a1b2c3d")
        #expect(local.pid == 4711)
        #expect(local.startTicks == 99_887_766)
        #expect(local.instanceID == id)
    }

    @Test(arguments: ["", "i-0abc", "local-0a1b2c3d-1-5", "local-0a1b2c3d--5-5", "local-short-5-5", "aws-0a1b2c3d-5-5"])
    func anotherShapeIsNil(text: String) { #expect(LocalInstanceID(InstanceID(rawValue: text)) == nil) }
}
