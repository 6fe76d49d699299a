/// A part of AWS with accounts, names and a domain of its own ("Partition" in the AWS General Reference).
enum AWSPartition: String, Hashable, Sendable, CaseIterable {
    case commercial = "aws"
    case china = "aws-cn"
    case government = "aws-us-gov"
    case european = "aws-eusc"
    case isolated = "aws-iso"
    case isolatedB = "aws-iso-b"
    case isolatedE = "aws-iso-e"
    case isolatedF = "aws-iso-f"

    /// By the region's name; one that nobody knows is commercial, as most are.
    init(of region: String) {
        self = Self.allCases.first { partition in partition.prefix.map(region.hasPrefix) ?? false } ?? .commercial
    }

    /// What the names of its regions begin with.
    private var prefix: String? {
        switch self {
        case .commercial: nil
        case .china: "cn-"
        case .government: "us-gov-"
        case .european: "eusc-"
        case .isolated: "us-iso-"
        case .isolatedB: "us-isob-"
        case .isolatedE: "eu-isoe-"
        case .isolatedF: "us-isof-"
        }
    }

    /// Of the hosts that answer there.
    var domain: String {
        switch self {
        case .commercial, .government: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .european: "amazonaws.eu"
        case .isolated: "c2s.ic.gov"
        case .isolatedB: "sc2s.sgov.gov"
        case .isolatedE: "cloud.adc-e.uk"
        case .isolatedF: "csp.hci.ic.gov"
        }
    }
}
