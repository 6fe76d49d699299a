/// The elements that mean something, over all dialects.
enum JUnitElement {
    case suites
    case suite
    case testCase
    case failure
    case error
    case skipped
    /// A try that failed, before one that passed.
    case flakyFailure
    case flakyError
    /// A further try that failed, after the first.
    case rerunFailure
    case rerunError
    /// `system-out` and `system-err`.
    case output
    case other

    /// Compares bytes, since this is done for every tag of a report.
    init(_ name: UnsafePointer<CChar>) {
        switch UInt8(bitPattern: name[0]) {
        case UInt8(ascii: "t"):
            self =
                name.isNamed("testcase")
                ? .testCase : name.isNamed("testsuite") ? .suite : name.isNamed("testsuites") ? .suites : .other
        case UInt8(ascii: "f"):
            self =
                name.isNamed("failure")
                ? .failure
                : name.isNamed("flakyFailure") ? .flakyFailure : name.isNamed("flakyError") ? .flakyError : .other
        case UInt8(ascii: "e"): self = name.isNamed("error") ? .error : .other
        case UInt8(ascii: "r"):
            self = name.isNamed("rerunFailure") ? .rerunFailure : name.isNamed("rerunError") ? .rerunError : .other
        case UInt8(ascii: "s"):
            self =
                name.isNamed("skipped")
                ? .skipped : name.isNamed("system-out") || name.isNamed("system-err") ? .output : .other
        default: self = .other
        }
    }
}
