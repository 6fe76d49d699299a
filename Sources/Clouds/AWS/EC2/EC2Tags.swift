package import Model

/// The tags of an instance of EC2 by which it is found again, and what they say.
package enum EC2Tags {
    static let installation = "rondo:installation"
    static let object = "rondo:object"
    static let ordinal = "rondo:ordinal"
    static let incarnation = "rondo:incarnation"
    static let specHash = "rondo:spec-hash"
    static let fixedHash = "rondo:fixed-hash"
    static let deletionPolicy = "rondo:deletion-policy"
    static let protected = "rondo:protected"
    /// The names of the manifest's tags, so that the next definition takes off those and nobody else's.
    static let custom = "rondo:tags"
    /// The most that a value may have ("Tag your Amazon EC2 resources").
    private static let maxValue = 256
    /// With it an instance is nobody's.
    package static let released = "rondo:released"

    /// All tags of an instance: Rondo's own, those of the manifest, and a name for people where the manifest gives none.
    static func all(of tags: InstanceTags, custom: [String: String]) -> [String: String] {
        var all = ["Name": "\(tags.object.name)-\(tags.ordinal)"].merging(custom) { $1 }
        all.merge(own(of: tags)) { $1 }
        all[Self.custom] = list(custom.keys.sorted())
        return all
    }

    /// What an earlier definition put on an instance and this one does not want; nothing that others put on.
    static func surplus(of tags: [String: String], besides wanted: [String: String]) -> [String] {
        (listed(in: tags) + [custom]).filter { tags[$0] != nil && wanted[$0] == nil }
    }

    /// Names with commas between them; nil for none, and for more than a tag holds.
    private static func list(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let text = names.map { $0.replacing("%", with: "%25").replacing(",", with: "%2C") }.joined(separator: ",")
        return text.utf16.count <= maxValue ? text : nil
    }

    private static func listed(in tags: [String: String]) -> [String] {
        guard let text = tags[custom], !text.isEmpty else { return [] }
        return text.split(separator: ",").map { String($0).replacing("%2C", with: ",").replacing("%25", with: "%") }
            .filter { !$0.hasPrefix("rondo:") && !$0.hasPrefix("aws:") }
    }

    package static func own(of tags: InstanceTags) -> [String: String] {
        var own = [
            installation: tags.installation.rawValue, object: tags.object.description, ordinal: "\(tags.ordinal)",
            incarnation: "\(tags.incarnation)", specHash: tags.specHash.rawValue,
            deletionPolicy: tags.deletionPolicy.rawValue, protected: "\(tags.protected)",
        ]
        own[fixedHash] = tags.fixedHash?.rawValue
        return own
    }

    /// What the tags of an instance say; nil without the installation's.
    ///
    /// One whose other tags are missing or make no sense was not made by Rondo: it belongs to an object of its own name,
    /// which nobody declares, so that it is told as a leak.
    package static func read(_ tags: [String: String], of id: String) -> InstanceTags? {
        guard let installation = tags[installation] else { return nil }
        let object = tags[object].flatMap { ObjectIdentity($0) }
        guard let object, object.kind == .cloudResource, let ordinal = tags[ordinal].flatMap({ Int($0) }), ordinal >= 0,
            let incarnation = tags[incarnation].flatMap({ Int($0) }), let specHash = tags[specHash]
        else {
            return InstanceTags(
                installation: InstallationID(rawValue: installation),
                object: ObjectIdentity(kind: .cloudResource, name: id), ordinal: 0, incarnation: 1,
                specHash: Digest(rawValue: ""))
        }
        return InstanceTags(
            installation: InstallationID(rawValue: installation), object: object, ordinal: ordinal,
            incarnation: incarnation, specHash: Digest(rawValue: specHash),
            fixedHash: tags[fixedHash].map { Digest(rawValue: $0) },
            deletionPolicy: tags[deletionPolicy].flatMap(CloudResourceSpec.DeletionPolicy.init) ?? .delete,
            protected: tags[protected] == "true")
    }
}
