import Model

/// Tells what no worker of this version can do, once for each thing.
enum AbilityRules {
    static func warn(_ validator: inout Validator) {
        var told: Set<TestAbility> = []
        for site in validator.findings.abilities
        where !TestAbility.runnable.contains(site.ability) && told.insert(site.ability).inserted {
            validator.warn(
                "\(site.what) is checked, but no worker of this version can do it: the test will be shown "
                    + "`unschedulable: missing \(site.ability.rawValue)`", at: site.place)
        }
    }
}
