/// How long something took, in the forms that tools write: `0.25`, `1.2e-05`, `1,234.5`, `0,25`.
enum ReportedSeconds {
    /// Some thirty years; what is longer is a mistake, and would be infinite in smaller units.
    private static let limit = 1e9

    /// nil for what is no length of time; a negative one is none.
    static func read(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { byte in
            (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || "+-.,eE".utf8.contains(byte)
        }
        guard isPlain, let seconds = Double(text.utf8.contains(UInt8(ascii: ",")) ? pointed(text) : text),
            (0...limit).contains(seconds)
        else { return nil }
        return seconds
    }

    /// With commas that group thousands left out, and one that stands before a fraction made a point.
    private static func pointed(_ text: String) -> String {
        if let point = text.lastIndex(of: "."), let comma = text.lastIndex(of: ",") {
            return point > comma
                ? text.replacing(",", with: "") : text.replacing(".", with: "").replacing(",", with: ".")
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let groups = parts.dropFirst().allSatisfy { $0.utf8.count == 3 }
        let isGrouped = groups && (1...3).contains(parts[0].utf8.count) && parts[0] != "0"
        return isGrouped || parts.count > 2 ? text.replacing(",", with: "") : text.replacing(",", with: ".")
    }
}
