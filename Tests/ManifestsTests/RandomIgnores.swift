import Foundation

/// Random folders with random `.rondoignore` files, made to meet every rule of the format often.
struct RandomIgnores {
    private var generator: SeededGenerator

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    private static let names = [
        "a", "b", "ab", "abc", "a b", "#a", "!a", "x.yaml", "a.yaml", "b-1.yaml", "é", "a[b", "A1",
    ]
    private static let pieces = [
        "a", "b", "c", "ab", "*", "**", "?", "/", "/", ".yaml", "*.yaml", "[ab]", "[!a]", "[^b-z]", "[a-c]",
        "[[:alpha:]]",
        "[[:digit:]x]", "[]a]", "[a-]", "[", "\\", "\\*", "\\#a", "\\!a", "#", "!", " ", "\\ ", "x", "é", "**/", "/**",
        "a/",
        "[\\]]", "[[:nope:]]", "[[:a]", "[z-a]", "-1", "a b", "**a", "a**", "\\[", "[[.a.]]", "A",
    ]

    private mutating func pick(_ from: [String]) -> String { from.randomElement(using: &generator) ?? "" }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// Paths of files; a folder is never a file too.
    mutating func paths() -> [String] {
        var files: Set<String> = []
        var folders: Set<String> = []
        for _ in 0..<14 {
            var path = ""
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let next = path.isEmpty ? pick(Self.names) : "\(path)/\(pick(Self.names))"
                guard !files.contains(next) else { break }
                path = next
                folders.insert(path)
            }
            let file = path.isEmpty ? pick(Self.names) : "\(path)/\(pick(Self.names))"
            if !folders.contains(file) { files.insert(file) }
        }
        return files.sorted()
    }

    mutating func text(for paths: [String]) -> String {
        var text = chance(10) ? "\u{FEFF}" : ""
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            text += line(for: paths) + (chance(10) ? "\r\n" : "\n")
        }
        return chance(20) ? String(text.dropLast()) : text
    }

    private mutating func line(for paths: [String]) -> String {
        var line = ""
        if chance(25) { line += "!" }
        if chance(20) { line += "/" }
        if chance(45) {
            // A path that exists, with some of its parts made wild.
            let parts = pick(paths).split(separator: "/").map(String.init)
            let kept = parts.prefix(Int.random(in: 1...parts.count, using: &generator))
            var wild: [String] = []
            for part in kept {
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: wild.append("*")
                case 1: wild.append("**")
                case 2: wild.append("\(part.prefix(1))*")
                case 3: wild.append("?\(part.dropFirst())")
                default: wild.append(part)
                }
            }
            line += wild.joined(separator: "/")
        } else {
            for _ in 0..<Int.random(in: 1...4, using: &generator) { line += pick(Self.pieces) }
        }
        if chance(20) { line += "/" }
        if chance(10) { line += " " }
        return line
    }
}
