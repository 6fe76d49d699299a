/// What is told while XML is read. What these throw ends the reading.
protocol XMLEvents: AnyObject {
    /// - Parameters:
    ///   - depth: 1 for the outermost element.
    ///   - line: where its tag begins, from 1; worked out only when it is asked for.
    func started(
        _ name: UnsafePointer<CChar>, _ attributes: XMLAttributes, depth: Int, line: () -> Int
    ) throws

    func ended(depth: Int) throws

    /// A piece of text, in UTF-8; a text may come in many.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// What stands at the place that is being read can't be taken.
struct XMLRefusal: Error {
    let problem: IngestionError.Problem

    init(_ problem: IngestionError.Problem) { self.problem = problem }
}

/// The attributes of one tag, as expat hands them out: names and values in turn, in UTF-8, then a null.
struct XMLAttributes: Sequence, IteratorProtocol {
    private var pair: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    init(_ first: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { pair = first }

    mutating func next() -> (name: UnsafePointer<CChar>, value: UnsafePointer<CChar>)? {
        guard let pair, let name = pair[0], let value = pair[1] else { return nil }
        self.pair = pair + 2
        return (name, value)
    }
}
