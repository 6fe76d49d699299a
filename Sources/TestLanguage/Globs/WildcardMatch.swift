/// Compares a sequence with a pattern in which some elements stand for any number of elements.
enum WildcardMatch {
    /// Goes back only to the last such element, which is enough: so the time is at most the product of both lengths.
    static func find<Element, Subject>(
        _ pattern: [Element], in subject: [Subject], isAny: (Element) -> Bool, fits: (Element, Subject) -> Bool
    ) -> Bool {
        var place = 0
        var index = 0
        var retry: (place: Int, index: Int)?
        while index < subject.count {
            if place < pattern.count, isAny(pattern[place]) {
                retry = (place, index)
                place += 1
            } else if place < pattern.count, fits(pattern[place], subject[index]) {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy(isAny)
    }
}
