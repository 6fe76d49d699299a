package import Model

// By hand: no library that Rondo may take validates draft 2020-12 in Swift.

/// A JSON Schema of draft 2020-12, ready to judge values.
///
/// `format` is an annotation, as the draft has it, unless the meta-schema of `$schema` asserts it. References lead to the
/// schema itself, the meta-schemas and `documents`; nothing is ever fetched.
package struct JSONSchema: Sendable {
    let nodes: [SchemaNode]
    let root: Int
    /// The nodes of each resource's dynamic anchors.
    let dynamicAnchors: [[String: Int]]
    let tracksEvaluation: Bool

    /// - Parameter documents: other schemas by the URI they are referred to.
    /// - Parameter base: the URI of the schema itself, against which its references are resolved.
    /// - Parameter assertsFormats: whatever the meta-schema says.
    package init(
        _ schema: JSONValue, documents: [String: JSONValue] = [:], base: String = "rondo://schema/",
        assertsFormats: Bool = false
    ) throws(SchemaError) {
        let compiler = SchemaCompiler(documents: documents, assertsFormats: assertsFormats)
        root = try compiler.compile(document: schema, uri: base)
        nodes = compiler.nodes
        dynamicAnchors = compiler.dynamicAnchors
        tracksEvaluation = compiler.tracksEvaluation
    }

    package func accepts(_ value: JSONValue) throws(SchemaError) -> Bool {
        var evaluator = SchemaEvaluator(self, collecting: 0)
        return try evaluator.run(value)
    }

    /// What of the value it refuses, at most `limit` parts; empty when it accepts it.
    package func violations(of value: JSONValue, limit: Int = 20) throws(SchemaError) -> [SchemaViolation] {
        var evaluator = SchemaEvaluator(self, collecting: limit)
        return try evaluator.run(value) ? [] : evaluator.violations
    }
}
