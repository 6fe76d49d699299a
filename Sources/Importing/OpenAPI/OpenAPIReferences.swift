import Foundation
import Model

/// Follows `$ref` through a document and the files beside it, within bounds.
struct OpenAPIReferences {
    /// Why a reference leads nowhere, by the reference.
    private(set) var problems: [String: String] = [:]
    private var documents: [String: JSONValue]
    private var bytes = 0
    /// The content of a file that a reference names, by its path relative to the first one's folder.
    private let read: (String) throws -> Data

    init(_ document: JSONValue, file: String, read: @escaping (String) throws -> Data) {
        documents = [file: document]
        self.read = read
    }

    /// What a place stands for; nil where a reference leads nowhere or in a circle.
    mutating func resolved(_ place: OpenAPIPlace) -> OpenAPIPlace? {
        var place = place
        for _ in 0..<20 {
            guard let reference = place.value["$ref"]?.string else { return place }
            guard let next = target(of: reference, from: place.file) else { return nil }
            place = next
        }
        problems[place.value["$ref"]?.string ?? ""] = "it leads in a circle"
        return nil
    }

    /// A reference's file and pointer, which name one thing whoever refers to it.
    func key(of reference: String, from file: String) -> String {
        let (path, pointer) = Self.parts(reference, from: file)
        return "\(path)#\(pointer)"
    }

    private mutating func target(of reference: String, from file: String) -> OpenAPIPlace? {
        let (path, pointer) = Self.parts(reference, from: file)
        guard let document = document(path, for: reference) else { return nil }
        var value = document
        for step in pointer.split(separator: "/") {
            let name = (step.removingPercentEncoding ?? String(step)).replacing("~1", with: "/").replacing(
                "~0", with: "~")
            if case .array(let items) = value, let index = Int(name), items.indices.contains(index) {
                value = items[index]
            } else if let member = value[name] {
                value = member
            } else {
                problems[reference] = "there is no `\(name)`"
                return nil
            }
        }
        return OpenAPIPlace(file: path, value: value)
    }

    private mutating func document(_ path: String, for reference: String) -> JSONValue? {
        if let known = documents[path] { return known }
        guard !path.contains("://") else {
            problems[reference] = "nothing is fetched: put the file beside this one"
            return nil
        }
        guard documents.count <= ImportLimits.referredFiles, bytes <= ImportLimits.referredBytes else {
            problems[reference] = "the document refers to more than is read"
            return nil
        }
        do {
            let data = try read(path)
            bytes += data.count
            let tree = try InputTree.tree(InputText.text(data, file: path), file: path)
            documents[path] = tree
            return tree
        } catch {
            problems[reference] = "\(error)"
            return nil
        }
    }

    /// The path as the first file's folder has it, and the pointer.
    private static func parts(_ reference: String, from file: String) -> (path: String, pointer: String) {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let pointer = parts.count > 1 ? String(parts[1]) : ""
        guard let path = parts.first, !path.isEmpty else { return (file, pointer) }
        guard !path.contains("://") else { return (String(path), pointer) }
        var folders = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        for component in path.split(separator: "/") where component != "." {
            if component == "..", let last = folders.last, last != "..", !last.isEmpty {
                folders.removeLast()
            } else {
                folders.append(String(component))
            }
        }
        return (folders.joined(separator: "/"), pointer)
    }
}
