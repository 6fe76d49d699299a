package import Model

extension KnownForm {
    package func accepts(_ text: String) -> Bool {
        switch self {
        case .ipv4: IPAddressForm.isIPv4(text)
        case .ipv6: IPAddressForm.isIPv6(text)
        case .isoDate: DateForm.isDateOrTimeStamp(text)
        case .url: URIForm.isURL(text)
        case .uuid: UUIDForm.accepts(text)
        }
    }
}
