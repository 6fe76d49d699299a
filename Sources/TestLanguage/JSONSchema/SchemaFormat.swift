/// The formats of draft 2020-12 §7.3; a name that is none of them demands nothing.
enum SchemaFormat: String, Sendable, CaseIterable {
    case dateTime = "date-time"
    case date, time, duration, email
    case idnEmail = "idn-email"
    case hostname
    case idnHostname = "idn-hostname"
    case ipv4, ipv6, uri
    case uriReference = "uri-reference"
    case iri
    case iriReference = "iri-reference"
    case uuid
    case uriTemplate = "uri-template"
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"
    case regex

    func accepts(_ text: String) -> Bool {
        switch self {
        case .dateTime: DateForm.isDateTime(text)
        case .date: DateForm.isDate(text)
        case .time: DateForm.isTime(text)
        case .duration: DateForm.isDuration(text)
        case .email: HostForm.isMailAddress(text, international: false)
        case .idnEmail: HostForm.isMailAddress(text, international: true)
        case .hostname: HostForm.isHostname(text)
        case .idnHostname: HostForm.isInternationalHostname(text)
        case .ipv4: IPAddressForm.isIPv4(text)
        case .ipv6: IPAddressForm.isIPv6(text)
        case .uri: URIForm.isURI(text)
        case .uriReference: URIForm.isReference(text)
        case .iri: URIForm.isIRI(text)
        case .iriReference: URIForm.isIRIReference(text)
        case .uuid: UUIDForm.accepts(text)
        case .uriTemplate: URIForm.isTemplate(text)
        case .jsonPointer: Self.matches("(/([^/~]|~[01])*)*", text)
        case .relativeJSONPointer: Self.matches("(0|[1-9][0-9]*)(#|(/([^/~]|~[01])*)*)", text)
        case .regex: BoundedRegex.isPattern(SchemaPattern.translated(text))
        }
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        BoundedRegex.search(#"\A(\#(pattern))\z"#, in: text) == .found
    }
}
