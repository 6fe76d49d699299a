import Testing

@testable import rondo

struct OutputBacklogTests {
    @Test func theOldestRoutineLinesMakeRoom() {
        var backlog = OutputBacklog(limit: 3)
        backlog.add("lost", isRoutine: false)
        for line in ["a", "b", "c", "d"] { backlog.add(line, isRoutine: true) }
        let (lines, dropped) = backlog.take()
        #expect(lines == ["lost", "c", "d"])
        #expect(dropped == 2)
        #expect(backlog.isEmpty)
        #expect(backlog.take().dropped == 0)
    }

    @Test func whereAllIsOfWeightTheOldestGoes() {
        var backlog = OutputBacklog(limit: 2)
        for line in ["a", "b", "c"] { backlog.add(line, isRoutine: false) }
        let (lines, dropped) = backlog.take()
        #expect(lines == ["b", "c"])
        #expect(dropped == 1)
    }
}
