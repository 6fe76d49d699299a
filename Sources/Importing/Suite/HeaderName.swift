/// Names that headers may have (RFC 9110 §5.6.2).
enum HeaderName {
    static func accepts(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
    }
}
