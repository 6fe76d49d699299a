import Model

/// Why what an object asks for is not done, before anybody changes the object, the configuration or the version.
struct Obstacle: Hashable {
    let reason: ConditionReason
    let message: String
}

extension Facts {
    /// nil for what can be done.
    func obstacle(of object: DeclaredObject) -> Obstacle? {
        if let refusal = set.refusals?[object.identity] {
            return Obstacle(reason: .endpointNotAllowed, message: refusal)
        }
        return Unimplemented.reason(of: object.spec).map { Obstacle(reason: .notImplemented, message: $0) }
    }
}
