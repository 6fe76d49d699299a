package import Model

/// Compares two trees field by field.
///
/// Paths are dotted and indexed (`tests[3].timeout`). Elements of a list that all have a unique `name` are matched by
/// it and shown at their new index, so that an insertion does not make every later element differ.
package enum TreeDiff {
    /// Fields that differ, ordered by path as a person reads: in the order of names, lists in theirs.
    package static func changes(from old: JSONValue, to new: JSONValue) -> [FieldChange] {
        var found: [FieldChange] = []
        compare(old, new, at: "", into: &found)
        return found
    }

    private static func compare(_ old: JSONValue, _ new: JSONValue, at path: String, into found: inout [FieldChange]) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let one), .object(let two)):
            for key in Set(one.keys).union(two.keys).sorted() {
                let inner = join(path, key)
                guard let before = one[key], let after = two[key] else {
                    found.append(FieldChange(path: inner, old: one[key], new: two[key]))
                    continue
                }
                compare(before, after, at: inner, into: &found)
            }
        case (.array(let one), .array(let two)):
            compareLists(one, two, at: path, into: &found)
        default:
            found.append(FieldChange(path: path, old: old, new: new))
        }
    }

    private static func compareLists(
        _ old: [JSONValue], _ new: [JSONValue], at path: String, into found: inout [FieldChange]
    ) {
        guard let before = names(of: old), let after = names(of: new) else {
            for index in 0..<max(old.count, new.count) {
                let inner = "\(path)[\(index)]"
                guard index < old.count, index < new.count else {
                    let gone = index < old.count ? old[index] : nil
                    let come = index < new.count ? new[index] : nil
                    found.append(FieldChange(path: inner, old: gone, new: come))
                    continue
                }
                compare(old[index], new[index], at: inner, into: &found)
            }
            return
        }
        let positions = Dictionary(uniqueKeysWithValues: before.enumerated().map { ($1, $0) })
        for (index, name) in after.enumerated() {
            let inner = "\(path)[\(index)]"
            if let earlier = positions[name] {
                compare(old[earlier], new[index], at: inner, into: &found)
            } else {
                found.append(FieldChange(path: inner, old: nil, new: new[index]))
            }
        }
        let kept = Set(after)
        for (index, name) in before.enumerated() where !kept.contains(name) {
            found.append(FieldChange(path: "\(path)[\(index)]", old: old[index], new: nil))
        }
        let common = after.filter { positions[$0] != nil }
        if before.filter(kept.contains) != common {
            let orders = [before, after].map { JSONValue.array($0.map { .string($0) }) }
            found.append(FieldChange(path: path, old: orders[0], new: orders[1]))
        }
    }

    /// The names of a list's elements when each has one and no two are the same.
    private static func names(of list: [JSONValue]) -> [String]? {
        let names = list.compactMap { $0["name"]?.string }
        return names.count == list.count && Set(names).count == names.count ? names : nil
    }

    private static func join(_ path: String, _ key: String) -> String {
        let plain = !key.isEmpty && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        guard plain else { return "\(path)[\"\(key)\"]" }
        return path.isEmpty ? key : "\(path).\(key)"
    }
}
