/// The attributes that mean something. Counters (`tests`, `failures` …) do not: cases are counted.
enum JUnitAttribute {
    case name
    case className
    case file
    case line
    case time
    case timestamp
    /// `status` or `result`.
    case status
    case message
    case type

    /// Compares bytes, since this is done for every attribute of a report.
    init?(_ name: UnsafePointer<CChar>) {
        let found: JUnitAttribute? =
            switch UInt8(bitPattern: name[0]) {
            case UInt8(ascii: "n"): name.isNamed("name") ? .name : nil
            case UInt8(ascii: "c"): name.isNamed("classname") ? .className : nil
            case UInt8(ascii: "f"): name.isNamed("file") ? .file : nil
            case UInt8(ascii: "l"): name.isNamed("line") ? .line : nil
            case UInt8(ascii: "t"):
                name.isNamed("time")
                    ? .time : name.isNamed("timestamp") ? .timestamp : name.isNamed("type") ? .type : nil
            case UInt8(ascii: "s"): name.isNamed("status") ? .status : nil
            case UInt8(ascii: "r"): name.isNamed("result") ? .status : nil
            case UInt8(ascii: "m"): name.isNamed("message") ? .message : nil
            default: nil
            }
        guard let found else { return nil }
        self = found
    }
}
