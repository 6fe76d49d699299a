/// What follows the host of an address that may have templates in it.
enum AddressPath {
    /// Scheme and host, where they are written out; without what stands behind them.
    static func origin(of address: BracedText) -> String? {
        guard case .literal(let text)? = address.parts.first,
            let origin = text.prefixMatch(of: #/https?:\/\/[A-Za-z0-9._:\[\]-]+/#)?.output
        else { return nil }
        let isWhole =
            origin.endIndex == text.endIndex ? address.parts.count == 1 : "/?#".contains(text[origin.endIndex])
        return isWhole ? String(origin) : nil
    }

    /// The path with what stands behind it; `/` where the address has none.
    ///
    /// A template at the begin is the host, with the path that its value has; whatever follows it up to a `/` (a port, the
    /// rest of a name) belongs to the host too.
    /// - Parameter written: What a name stands for, where that is known.
    static func path(of address: BracedText, _ written: (String) -> BracedText?) -> BracedText {
        path(of: address, written, depth: 0)
    }

    /// Values may be made of other values, so there is an end to it.
    private static func path(of address: BracedText, _ written: (String) -> BracedText?, depth: Int) -> BracedText {
        var rest = address.parts[...]
        switch rest.first {
        case .literal(let text)?:
            if text.hasPrefix("/") { return address }
            if let scheme = text.prefixMatch(of: #/[A-Za-z][A-Za-z0-9+.-]*:\/\//#) {
                rest = [.literal(String(text[scheme.range.upperBound...]))] + rest.dropFirst()
            }
        case .expression(let name)?:
            rest.removeFirst()
            if case .literal(let next)? = rest.first, next.hasPrefix("://") {
                rest = [.literal(String(next.dropFirst(3)))] + rest.dropFirst()
            } else if let base = base(name, written, depth) {
                return joined(base, rest)
            } else if case .expression? = rest.first {
                // Nothing stands between the host and this, so it is the path.
                return BracedText(Array(rest))
            }
        case nil: break
        }
        while let part = rest.popFirst() {
            switch part {
            case .literal(let text):
                guard let start = text.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) else { continue }
                let path = text[start] == "/" ? String(text[start...]) : "/\(text[start...])"
                return BracedText([.literal(path)] + rest)
            case .expression(let name):
                if let base = base(name, written, depth) { return joined(base, rest) }
            }
        }
        return BracedText("/")
    }

    /// The path that the value of a name has; nil where it has none.
    private static func base(_ name: String, _ written: (String) -> BracedText?, _ depth: Int) -> BracedText? {
        guard depth < 10, let value = written(name) else { return nil }
        let path = path(of: value, written, depth: depth + 1)
        return path == BracedText("/") ? nil : path
    }

    private static func joined(_ base: BracedText, _ rest: ArraySlice<BracedText.Part>) -> BracedText {
        var parts = base.parts
        if case .literal(let next)? = rest.first, next.hasPrefix("/"), case .literal(let last)? = parts.last,
            last.hasSuffix("/")
        {
            parts[parts.count - 1] = .literal(String(last.dropLast()))
        }
        return BracedText(parts + rest)
    }
}
