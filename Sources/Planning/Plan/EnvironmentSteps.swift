import Model

extension StepPlanner {
    /// Mocks that are missing, served in another form, or no longer declared.
    func environmentActions(_ object: DeclaredObject, _ spec: EnvironmentSpec) -> [PlannedAction] {
        guard !readiness.servesExactly(spec, in: object.identity) else { return [] }
        return [action(object, .serveMocks, .mocksNotServed)]
    }
}
