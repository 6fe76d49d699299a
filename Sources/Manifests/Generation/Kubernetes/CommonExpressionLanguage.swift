/// What expressions of CEL need, as the Kubernetes API evaluates them.
enum CommonExpressionLanguage {
    /// A field's name as an identifier: reserved words and characters are written out.
    static func identifier(_ name: String) -> String {
        if reserved.contains(name) { return "__\(name)__" }
        return name.replacing("__", with: "__underscores__").replacing(".", with: "__dot__")
            .replacing("-", with: "__dash__").replacing("/", with: "__slash__")
    }

    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]
}
