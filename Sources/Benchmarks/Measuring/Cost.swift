/// What a piece of work took, in seconds.
struct Cost {
    let wall: Double
    let cpu: Double

    /// Measures work of this process, all its threads.
    static func of<Result>(_ work: () throws -> Result) rethrows -> (result: Result, cost: Cost) {
        let start = ContinuousClock.now
        let cpu = ProcessorTime.own
        let result = try work()
        return (result, Cost(wall: (ContinuousClock.now - start).inSeconds, cpu: ProcessorTime.own - cpu))
    }

    static func + (left: Cost, right: Cost) -> Cost { Cost(wall: left.wall + right.wall, cpu: left.cpu + right.cpu) }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
