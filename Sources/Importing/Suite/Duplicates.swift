import TestLanguage

/// Texts by name, apart from those that a mapping can't hold: whose name comes several times, or holds a reference, which
/// is resolved in texts alone.
struct Duplicates {
    let single: [NamedText]
    let repeated: [NamedText]

    init(_ texts: [NamedText]) {
        let counts = Dictionary(grouping: texts, by: \.name).mapValues(\.count)
        let isSingle = { (text: NamedText) in counts[text.name] == 1 && !Template.mayHoldReferences(text.name) }
        single = texts.filter(isSingle)
        repeated = texts.filter { !isSingle($0) }
    }
}
