import Model

/// One `${{ path }}` of a text.
package struct Reference: Hashable, Sendable {
    /// What follows the root: `.name` or `[0]`.
    package enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)
    }

    package let root: ReferenceRoot
    package let steps: [Step]
    /// Of the whole `${{ path }}` in its text.
    package let span: TextSpan

    package init(root: ReferenceRoot, steps: [Step], span: TextSpan) {
        self.root = root
        self.steps = steps
        self.span = span
    }

    package var time: ReferenceTime { root.time }

    /// The member of the root that is named: `region` of `vars.region`; nil when a root stands alone.
    package var name: String? {
        guard case .name(let name)? = steps.first else { return nil }
        return name
    }
}

extension Reference: CustomStringConvertible {
    /// The path in its normal form: `resources.pool.instances[0].address`.
    package var description: String {
        steps.reduce(root.rawValue) { text, step in
            switch step {
            case .name(let name): "\(text).\(name)"
            case .index(let index): "\(text)[\(index)]"
            }
        }
    }
}

extension Reference {
    /// Reads the inside of `${{ … }}`; `start` is the offset of `path` in the whole text, for errors.
    init(path: String, start: Int, span: TextSpan) throws(LanguageError) {
        var cursor = ScalarCursor(path)
        cursor.skipBlanks()
        guard !cursor.isAtEnd else {
            throw LanguageError("`${{ }}` names nothing: write for example `${{ vars.region }}`", span: span)
        }
        let first = cursor.offset
        let root = cursor.take(while: Self.isNameScalar)
        let rootSpan = TextSpan(offset: start + first, length: cursor.offset - first)
        var steps: [Step] = []
        while let next = cursor.current {
            if next == "." {
                cursor.advance()
                let name = cursor.take(while: Self.isNameScalar)
                guard !name.isEmpty else { throw Self.notAPath(path, cursor, start) }
                steps.append(.name(name))
            } else if next == "[" {
                cursor.advance()
                let digits = cursor.take(while: \.isASCIIDigit)
                guard let index = Int(digits), cursor.take("]") else { throw Self.notAPath(path, cursor, start) }
                steps.append(.index(index))
            } else {
                break
            }
        }
        let end = cursor.offset
        cursor.skipBlanks()
        guard cursor.isAtEnd, !root.isEmpty else {
            cursor.move(to: root.isEmpty ? first : max(end, cursor.offset))
            throw Self.notAPath(path, cursor, start)
        }
        guard let known = ReferenceRoot(rawValue: root) else {
            let names = ReferenceRoot.allCases.map(\.rawValue)
            let hint =
                NearestName.nearest(to: root, among: names).map { "did you mean `\($0)`?" }
                ?? "a reference begins with one of \(names.joined(separator: ", "))"
            throw LanguageError("unknown name `\(root)`: \(hint)", span: rootSpan)
        }
        self.init(root: known, steps: steps, span: span)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" || scalar == "-"
    }

    private static func notAPath(_ path: String, _ cursor: ScalarCursor, _ start: Int) -> LanguageError {
        let what = cursor.current.map { "`\($0)` can't stand here" } ?? "it ends too early"
        return LanguageError(
            "`${{\(path)}}` is no path, \(what): write names joined with dots, as in `${{ vars.region }}`",
            span: TextSpan(offset: start + cursor.offset, length: 1))
    }
}
