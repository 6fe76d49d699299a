/// Finds a value by its rank without sorting all of them (Hoare's quickselect).
enum Selection {
    /// The value that would stand at an index if the values were sorted.
    ///
    /// Takes time in proportion to the count, whatever the order: pivots are random, and equal values end in one step.
    ///
    /// - Parameter rank: an index of `values`.
    static func value(atRank rank: Int, of values: [Double]) -> Double {
        var values = values
        return values.withUnsafeMutableBufferPointer { values in
            var low = values.startIndex
            var high = values.endIndex
            while true {
                let pivot = values[Int.random(in: low..<high)]
                let equal = partition(values, low..<high, around: pivot)
                if rank < equal.lowerBound {
                    high = equal.lowerBound
                } else if rank >= equal.upperBound {
                    low = equal.upperBound
                } else {
                    return pivot
                }
            }
        }
    }

    /// Moves smaller values before and greater ones behind those that equal the pivot, and returns where these stand.
    private static func partition(
        _ values: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>, around pivot: Double
    ) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        var next = low
        while next < high {
            if values[next] < pivot {
                values.swapAt(next, low)
                low += 1
                next += 1
            } else if values[next] > pivot {
                high -= 1
                values.swapAt(next, high)
            } else {
                next += 1
            }
        }
        return low..<high
    }
}
