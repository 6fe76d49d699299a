/// Names that come once: a second one of the same gets a number.
struct UniqueNames {
    private var taken: Set<String> = []
    /// The number to try next, by name, so that as many equal names as there are cost as many tries.
    private var next: [String: Int] = [:]

    mutating func name(_ wanted: String, separator: String) -> String {
        if taken.insert(wanted).inserted { return wanted }
        var number = next[wanted] ?? 2
        while !taken.insert("\(wanted)\(separator)\(number)").inserted { number += 1 }
        next[wanted] = number + 1
        return "\(wanted)\(separator)\(number)"
    }
}
