/// An unmanaged instance: it carries this installation's tag and belongs to no object.
package struct Leak: Hashable, Sendable, Codable {
    package let record: DriftRecord
    package let instance: ObservedInstance
    /// What it was made of, where its provider can tell: what its manifest would say.
    package let definition: CloudResourceSpec?

    package init(record: DriftRecord, instance: ObservedInstance, definition: CloudResourceSpec? = nil) {
        self.record = record
        self.instance = instance
        self.definition = definition
    }

    package var id: InstanceID { instance.id }

    /// Joins the ledger's open findings with what is known of the instances, in order of object and ordinal.
    ///
    /// - Parameter definition: asks the instance's provider.
    package static func all(
        _ records: [DriftRecord], instances: [InstanceID: ObservedInstance],
        definition: (ObservedInstance) async -> CloudResourceSpec?
    ) async -> [Leak] {
        var leaks: [Leak] = []
        for record in records where record.isOpen && record.finding.kind == .unmanaged {
            guard let instance = instances[InstanceID(rawValue: record.finding.field)] else { continue }
            leaks.append(Leak(record: record, instance: instance, definition: await definition(instance)))
        }
        return leaks.sorted {
            ($0.instance.tags.object, $0.instance.tags.ordinal, $0.id)
                < ($1.instance.tags.object, $1.instance.tags.ordinal, $1.id)
        }
    }
}

/// Why an instance is not deleted as a leak.
package enum LeakError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is none that is known, or it belongs to an object.
    case none(InstanceID)
    /// Its object was protected when it was made.
    case protected(InstanceID)
    case noProvider(ProviderName)

    package var description: String {
        switch self {
        case .none(let id): "\(id) is no unmanaged instance: `rondo leaks` lists those"
        case .protected(let id):
            "\(id) is protected by rondo.dev/prune: add --force to delete it all the same"
        case .noProvider(let name): "no provider `\(name.rawValue)` is configured"
        }
    }
}
