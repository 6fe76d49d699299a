/// Mappings that stand in many places or hold themselves again; each is described once.
package enum SharedSchema: String, Hashable, Sendable, CaseIterable {
    case step, request

    package var schema: Schema {
        switch self {
        case .step: StepFields.step
        case .request: RequestFields.rest
        }
    }
}
