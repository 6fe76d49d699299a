package import Foundation

extension HMACSignature {
    /// The same check with a key of bytes, as Standard Webhooks has them behind `whsec_`.
    package func isValid(_ presented: some DataProtocol, of body: some DataProtocol, key: Data) -> Bool {
        guard !key.isEmpty else { return false }
        return ConstantTime.equals(presented, code(of: body, key: key))
    }
}
