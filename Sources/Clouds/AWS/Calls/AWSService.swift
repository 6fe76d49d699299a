/// A service of AWS that is called here, and how its API is spoken.
enum AWSService: String, Hashable, Sendable, CaseIterable {
    case ec2, sts, ssm, sso, s3, cloudwatch, cloudtrail, kms

    /// Of the query API: the `Version` that each call names.
    var version: String {
        switch self {
        case .ec2: "2016-11-15"
        case .sts: "2011-06-15"
        case .ssm: "2014-11-06"
        case .sso: "2019-06-10"
        case .s3: "2006-03-01"
        case .cloudwatch: "2010-08-01"
        case .cloudtrail: "2013-11-01"
        case .kms: "2014-11-01"
        }
    }

    /// As signatures name it.
    var signingName: String {
        switch self {
        case .ec2, .sts, .ssm, .s3, .cloudtrail, .kms: rawValue
        case .cloudwatch: "monitoring"
        case .sso: "awsssoportal"
        }
    }

    /// The variable that leads its calls elsewhere, as AWS's own tools read it.
    var endpointVariable: String { "AWS_ENDPOINT_URL_\(rawValue.uppercased())" }

    /// Where it answers in a region ("Service endpoints and quotas" of the AWS General Reference).
    func endpoint(in region: String) -> String {
        let host =
            switch self {
            case .sso: "portal.sso"
            case .cloudwatch: "monitoring"
            case .ec2, .sts, .ssm, .s3, .cloudtrail, .kms: rawValue
            }
        return "https://\(host).\(region).\(AWSPartition(of: region).domain)"
    }
}
