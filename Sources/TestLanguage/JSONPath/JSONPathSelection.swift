package import Model

/// Selects values by a JSONPath (RFC 9535 §2), members of objects in the order of their names.
package struct JSONPathSelection {
    /// Why nothing is selected: not even nothing, since what was not looked at may be selected too.
    package enum LimitExceeded: Error, CustomStringConvertible {
        /// The path would look at more values than any test means to.
        case values
        /// A pattern of the path could not be searched for, and why.
        case search(String)

        package var description: String {
            switch self {
            case .values: "the path looks at more than \(JSONPathSelection.limit) values"
            case .search(let reason): "a pattern of the path can't be searched for: \(reason)"
            }
        }
    }

    /// Values that one path may look at.
    package static let limit = 2_000_000

    private let document: JSONValue
    private var left = Self.limit
    /// Of the processor, for all searches of the path together.
    private var timeLeft = BoundedRegex.timeLimit

    private init(_ document: JSONValue) { self.document = document }

    /// All that is selected, in order; for a singular path at most one.
    package static func nodes(
        of path: JSONPath, in document: JSONValue
    ) throws(LimitExceeded) -> [JSONValue] {
        var selection = JSONPathSelection(document)
        return try selection.select(path, from: document)
    }

    /// What a singular path selects.
    package static func value(of path: JSONPath, in document: JSONValue) -> JSONValue? {
        var value = document
        for segment in path.segments {
            let child: JSONValue? =
                switch segment {
                case .name(let name): member(name, of: value)
                case .index(let index): item(index, of: value)
                case .children, .descendants: nil
                }
            guard let child else { return nil }
            value = child
        }
        return value
    }

    private mutating func select(
        _ path: JSONPath, from value: JSONValue
    ) throws(LimitExceeded) -> [JSONValue] {
        var nodes = [value]
        for segment in path.segments {
            var next: [JSONValue] = []
            for node in nodes {
                try spend(1)
                switch segment {
                case .name(let name): if let member = Self.member(name, of: node) { next.append(member) }
                case .index(let index): if let item = Self.item(index, of: node) { next.append(item) }
                case .children(let selectors):
                    for selector in selectors { try apply(selector, to: node, &next) }
                case .descendants(let selectors): try descend(selectors, node, &next)
                }
            }
            nodes = next
        }
        return nodes
    }

    private mutating func descend(
        _ selectors: [JSONPath.Selector], _ node: JSONValue, _ found: inout [JSONValue]
    ) throws(LimitExceeded) {
        for selector in selectors { try apply(selector, to: node, &found) }
        for child in Self.children(of: node) { try descend(selectors, child, &found) }
    }

    private mutating func apply(
        _ selector: JSONPath.Selector, to node: JSONValue, _ found: inout [JSONValue]
    ) throws(LimitExceeded) {
        try spend(1)
        switch selector {
        case .name(let name): if let member = Self.member(name, of: node) { found.append(member) }
        case .index(let index): if let item = Self.item(index, of: node) { found.append(item) }
        case .wildcard:
            let children = Self.children(of: node)
            try spend(children.count)
            found += children
        case .slice(let slice):
            guard case .array(let items) = node else { return }
            let places = slice.places(count: items.count)
            try spend(places.count)
            found += places.map { items[$0] }
        case .filter(let condition):
            for child in Self.children(of: node) where try holds(condition, of: child) { found.append(child) }
        }
    }

    private mutating func spend(_ count: Int) throws(LimitExceeded) {
        left -= count
        guard left >= 0 else { throw .values }
    }

    // MARK: Children

    /// Names are equal when all their code points are, which is stricter than Swift's equality.
    private static func member(_ name: String, of value: JSONValue) -> JSONValue? {
        guard case .object(let members) = value, let place = members.index(forKey: name) else { return nil }
        let member = members[place]
        return member.key.utf8.elementsEqual(name.utf8) ? member.value : nil
    }

    private static func item(_ index: Int, of value: JSONValue) -> JSONValue? {
        guard case .array(let items) = value else { return nil }
        let place = index < 0 ? items.count + index : index
        return items.indices.contains(place) ? items[place] : nil
    }

    private static func children(of value: JSONValue) -> [JSONValue] {
        switch value {
        case .array(let items): items
        case .object(let members): members.sorted { $0.key < $1.key }.map(\.value)
        case .null, .bool, .integer, .number, .string: []
        }
    }

    // MARK: Conditions

    private mutating func holds(
        _ condition: JSONPath.Condition, of value: JSONValue
    ) throws(LimitExceeded) -> Bool {
        switch condition {
        case .or(let parts):
            for part in parts where try holds(part, of: value) { return true }
            return false
        case .and(let parts):
            for part in parts where !(try holds(part, of: value)) { return false }
            return true
        case .not(let inside): return !(try holds(inside, of: value))
        case .compare(let left, let comparison, let right):
            return comparison.holds(try self.value(of: left, at: value), try self.value(of: right, at: value))
        case .exists(let reference): return !(try nodes(of: reference, at: value)).isEmpty
        case .call(let call): return try answers(call, at: value)
        }
    }

    private mutating func nodes(
        of reference: JSONPath.Reference, at value: JSONValue
    ) throws(LimitExceeded) -> [JSONValue] {
        switch reference.root {
        case .current: try select(reference.path, from: value)
        case .document: try select(reference.path, from: document)
        }
    }

    /// nil is the RFC's `Nothing`.
    private mutating func value(
        of operand: JSONPath.Operand, at value: JSONValue
    ) throws(LimitExceeded) -> JSONValue? {
        switch operand {
        case .literal(let literal): return literal
        case .query(let reference): return try nodes(of: reference, at: value).first
        case .call(let call): return try self.value(of: call, at: value)
        }
    }

    // MARK: Functions

    private mutating func value(of call: JSONPath.Call, at value: JSONValue) throws(LimitExceeded) -> JSONValue? {
        guard let argument = call.arguments.first else { return nil }
        switch (call.function, argument) {
        case (.length, .operand(let operand)):
            switch try self.value(of: operand, at: value) {
            case .string(let text)?: return .integer(Int64(text.unicodeScalars.count))
            case .array(let items)?: return .integer(Int64(items.count))
            case .object(let members)?: return .integer(Int64(members.count))
            case .null?, .bool?, .integer?, .number?, nil: return nil
            }
        case (.count, .nodes(let reference)):
            return .integer(Int64(try nodes(of: reference, at: value).count))
        case (.value, .nodes(let reference)):
            let nodes = try nodes(of: reference, at: value)
            return nodes.count == 1 ? nodes[0] : nil
        case (.length, .nodes), (.count, .operand), (.value, .operand), (.match, _), (.search, _): return nil
        }
    }

    private mutating func answers(_ call: JSONPath.Call, at value: JSONValue) throws(LimitExceeded) -> Bool {
        guard call.arguments.count == 2, case .operand(let first) = call.arguments[0],
            case .operand(let second) = call.arguments[1],
            case .string(let text)? = try self.value(of: first, at: value),
            case .string(let pattern)? = try self.value(of: second, at: value)
        else { return false }
        let translated = IRegexp.pattern(pattern, matchesWhole: call.function == .match)
        // RFC 9535 §2.4.6: what is no pattern matches nothing.
        guard BoundedRegex.isPattern(translated) else { return false }
        guard timeLeft > .zero else { throw .search("the searches took longer than 2s") }
        switch BoundedRegex.search(translated, in: text, spending: &timeLeft) {
        case .found: return true
        case .notFound: return false
        case .undecided(let reason): throw .search(reason)
        }
    }
}

extension JSONPath.Slice {
    /// RFC 9535 §2.3.4.2.2.
    fileprivate func places(count: Int) -> [Int] {
        guard step != 0 else { return [] }
        func normal(_ index: Int) -> Int { index >= 0 ? index : count + index }
        if step > 0 {
            let lower = min(max(normal(start ?? 0), 0), count)
            let upper = min(max(normal(end ?? count), 0), count)
            return Array(stride(from: lower, to: upper, by: step))
        }
        let upper = min(max(normal(start ?? count - 1), -1), count - 1)
        let lower = end.map { min(max(normal($0), -1), count - 1) } ?? -1
        return Array(stride(from: upper, to: lower, by: step))
    }
}

extension JSONPath.Comparison {
    /// RFC 9535 §2.3.5.2.2: only numbers and only texts have an order, and nothing equals nothing.
    fileprivate func holds(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch self {
        case .equal: Self.areEqual(left, right)
        case .notEqual: !Self.areEqual(left, right)
        case .less: Self.isLess(left, right)
        case .greater: Self.isLess(right, left)
        case .lessOrEqual: Self.isLess(left, right) || Self.areEqual(left, right)
        case .greaterOrEqual: Self.isLess(right, left) || Self.areEqual(left, right)
        }
    }

    private static func areEqual(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left.isEqual(to: right)
        case (nil, _?), (_?, nil): false
        }
    }

    private static func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch (left, right) {
        case (.integer(let left)?, .integer(let right)?): return left < right
        case (.string(let left)?, .string(let right)?):
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        case (let left?, let right?):
            guard let one = left.double, let two = right.double else { return false }
            return one < two
        case (nil, _), (_, nil): return false
        }
    }
}
