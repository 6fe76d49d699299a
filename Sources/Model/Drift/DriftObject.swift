/// One object that drift is looked for in: what it is called, where git declares it, how many instances it wants.
package struct DriftObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    /// Where its manifest stands; nil when that is not known.
    package let location: SourceLocation?
    /// 0 for everything that is no CloudResource.
    package let instances: Int

    package init(object: ObjectIdentity, location: SourceLocation? = nil, instances: Int = 0) {
        self.object = object
        self.location = location
        self.instances = instances
    }

    package init(_ declared: DeclaredObject) {
        let wanted = if case .cloudResource(let spec) = declared.spec { max(spec.replicas, 0) } else { 0 }
        self.init(
            object: declared.identity, location: declared.location.file.isEmpty ? nil : declared.location,
            instances: wanted)
    }
}
