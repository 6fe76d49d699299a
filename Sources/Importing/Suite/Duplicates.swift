/// Texts by name, apart from those whose name comes several times.
struct Duplicates {
    let single: [NamedText]
    let repeated: [NamedText]

    init(_ texts: [NamedText]) {
        let counts = Dictionary(grouping: texts, by: \.name).mapValues(\.count)
        single = texts.filter { counts[$0.name] == 1 }
        repeated = texts.filter { counts[$0.name] != 1 }
    }
}
