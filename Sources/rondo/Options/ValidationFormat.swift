import ArgumentParser

/// How the report of `validate` is printed.
enum ValidationFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, sarif
}
