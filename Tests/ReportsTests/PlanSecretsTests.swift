import Model
import Reports
import Testing

/// Plans are posted where many read them: what should not have been written into a manifest is not repeated there.
struct PlanSecretsTests {
    /// Breaks when `PlanBlocks` or `PlanDocument` leaves out `SensitiveFields.masked`.
    @Test("A plan shows no value of a field that promises a secret, as text or as JSON")
    func masked() throws {
        let object = ObjectIdentity(kind: .environment, name: "dev")
        let plan = Plan(
            hash: Digest(rawValue: "9c1f3a77"), revision: Samples.newest,
            actions: [PlannedAction(object: object, operation: .applyObject, reason: .changed(["variables"]))],
            unchanged: 0)
        let details = PlanDetails(
            observedAt: Samples.now,
            objects: [
                PlannedObject(
                    object: object,
                    changes: [
                        FieldChange(
                            path: "variables.API_TOKEN", old: .string("hunter1"), new: .string("hunter2")),
                        FieldChange(
                            path: "services.shop.url", old: nil, new: .string("https://ana:hunter3@shop.test/")),
                        FieldChange(path: "variables.REGION", old: .string("eu"), new: .string("us")),
                    ])
            ])
        let texts = [
            PlanReport.text(plan, details: details, now: Samples.now), try PlanReport.json(plan, details: details),
        ]
        for text in texts {
            #expect(!text.contains("hunter"), "\(text)")
            #expect(text.contains("***") && text.contains("us"), "\(text)")
        }
    }
}
