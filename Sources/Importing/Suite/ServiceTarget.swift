/// Sends requests to a service of the environment instead of the address that the input has.
enum ServiceTarget {
    static func target(
        _ address: BracedText, _ options: ImportOptions, _ variables: inout ImportedVariables
    ) -> ImportedTarget {
        guard let service = options.service else {
            return .url(BracedTemplate.text(address, &variables, isAddress: true))
        }
        let known = variables
        let path = AddressPath.path(of: address) { known.written($0) }
        return .service(
            service, path: self.path(BracedTemplate.text(path, &variables), at: options.serviceAddress))
    }

    /// What a new environment must have for requests to a service: its address, where the first of them that says one says it.
    static func needs(_ options: ImportOptions, _ addresses: [BracedText]) -> EnvironmentNeeds {
        guard let service = options.service, options.isNewEnvironment else { return EnvironmentNeeds() }
        return EnvironmentNeeds(services: [service: addresses.lazy.compactMap(AddressPath.origin).first ?? ""])
    }

    /// A path as it goes to a service whose own address may begin with the same folders.
    static func path(_ path: String, at serviceAddress: String?) -> String {
        let base = base(of: serviceAddress)
        guard !base.isEmpty, path.hasPrefix(base) else { return path }
        let rest = path.dropFirst(base.count)
        switch rest.first {
        case nil: return "/"
        case "/"?: return String(rest)
        case "?"?, "#"?: return "/\(rest)"
        default: return path
        }
    }

    /// The path of an address without templates, and without a `/` at its end.
    static func base(of address: String?) -> String {
        guard let address else { return "" }
        let path = AddressPath.path(of: BracedText(address)) { _ in nil }.plain.prefix { $0 != "?" && $0 != "#" }
        return path.hasSuffix("/") ? String(path.dropLast()) : String(path)
    }
}
