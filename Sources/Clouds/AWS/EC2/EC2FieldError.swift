import HTTPTransport
import Model

/// A field of a manifest that EC2 does not take.
struct EC2FieldError: Error, Hashable, Sendable {
    /// Path below `spec`: `configuration.image`.
    let field: String
    let reason: String
    let fault: CloudFault

    init(_ field: InstanceField, _ reason: String, fault: CloudFault = .refused) {
        self.field = field.rawValue
        self.reason = reason
        self.fault = fault
    }
}

extension EC2FieldError: ClassifiedCloudError, FieldError, CustomStringConvertible {
    var description: String { reason }
}

extension AWSCallError {
    /// The same, with the field of the manifest that it is about, where it is about one.
    var ofField: any Error {
        field.map { EC2FieldError($0, "\(self)", fault: fault) } ?? self
    }

    /// Whether it says that there is no such type.
    var isOfInstanceType: Bool { field == .instanceType }

    private var field: InstanceField? {
        if case .transport(.resolve) = cause { return .region }
        guard case .code(let code, let message) = cause else { return nil }
        switch code {
        case _ where code.hasPrefix("InvalidAMIID"), "InvalidAMIAttributeItemValue", "InvalidAMIName.Malformed":
            return .image
        case "InvalidInstanceType", "InvalidInstanceType.NotFound", "InvalidInstanceAttributeValue", "Unsupported",
            "UnsupportedInstanceAttribute",
            "InsufficientInstanceCapacity", "VcpuLimitExceeded", "InstanceLimitExceeded":
            return .instanceType
        case _ where code.hasPrefix("InvalidSubnet"): return .subnet
        case "InsufficientFreeAddressesInSubnet", "VPCIdNotSpecified": return .subnet
        case "InvalidBlockDeviceMapping": return .disk
        case _ where code.hasPrefix("InvalidGroup"), _ where code.hasPrefix("InvalidSecurityGroup"):
            return .securityGroups
        case _ where code.hasPrefix("InvalidKeyPair"): return .keyName
        case _ where code.hasPrefix("InvalidIamInstanceProfile"): return .identity
        case "NoSuchEntity" where message.contains("profile"): return .identity
        case "InvalidAvailabilityZone", "InvalidZone.NotFound": return .zone
        case "OptInRequired": return .region
        case "InvalidParameterValue", "InvalidParameterCombination": return Self.field(in: message)
        default: return nil
        }
    }

    /// EC2 has one code for many parameters, and names the one that is meant.
    private static func field(in message: String) -> InstanceField? {
        let text = message.lowercased()
        let names: [(String, InstanceField)] = [
            ("iaminstanceprofile", .identity), ("instance profile", .identity), ("instance type", .instanceType),
            ("instancetype", .instanceType), ("availability zone", .zone), ("availabilityzone", .zone),
            ("volume", .disk), ("security group", .securityGroups), ("subnet", .subnet), ("user data", .userData),
        ]
        return names.first { text.contains($0.0) }?.1
    }
}
