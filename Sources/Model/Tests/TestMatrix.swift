/// Names to values: the test is there once for each way to choose one value of each name.
package struct TestMatrix: Hashable, Sendable {
    /// One way to choose.
    package typealias Cell = [String: String]

    /// So many tests one matrix may make.
    package static let limit = 256

    package let axes: [String: [String]]

    package init(_ axes: [String: [String]]) { self.axes = axes }

    /// How many cells there are; nil when they are more than can be counted.
    package var count: Int? {
        axes.values.reduce(1) { count, values -> Int? in
            guard let count else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: values.count)
            return overflow ? nil : product
        }
    }

    /// Every cell: names in their order, the values of the last name changing fastest.
    package var cells: [Cell] {
        guard let count, count <= Self.limit else { return [] }
        return axes.sorted { $0.key < $1.key }.reduce([[:]]) { cells, axis in
            cells.flatMap { cell in axis.value.map { cell.merging([axis.key: $0]) { $1 } } }
        }
    }

    /// What the test of a cell is called: `name [k=v, l=w]`.
    package static func name(_ test: String, _ cell: Cell) -> String {
        let choices = cell.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return choices.isEmpty ? test : "\(test) [\(choices.joined(separator: ", "))]"
    }
}

extension TestMatrix: Codable {
    package init(from decoder: any Decoder) throws {
        axes = try decoder.singleValueContainer().decode([String: [String]].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(axes)
    }
}
