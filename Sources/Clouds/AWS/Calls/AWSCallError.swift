import Foundation
import HTTPTransport
import Model

/// Why a call of AWS did not succeed.
struct AWSCallError: Error, Hashable, Sendable {
    enum Cause: Hashable, Sendable {
        /// AWS's own word for it: `UnauthorizedOperation`.
        case code(String, message: String)
        /// An answer that is none of AWS's: a page of a proxy, or one that was cut off.
        case unreadable(String)
        case transport(HTTPTransportError)
        /// An earlier try may have taken effect, whatever was said of this one.
        case uncertain(String)
    }

    /// `ec2:RunInstances`
    let action: String
    let region: String
    let cause: Cause
    /// nil where no answer came.
    let status: Int?
    let requestID: String?
    let retryAfter: Duration?
    /// When the answer says that it was made.
    let answered: Date?
    /// What a policy has to allow for it, where that is not the action's own name on everything.
    var permission: AWSPermission?
    /// Whose call it was.
    var accessKey: String?

    init(
        action: String, region: String, cause: Cause, status: Int? = nil, requestID: String? = nil,
        retryAfter: Duration? = nil, answered: Date? = nil
    ) {
        self.action = action
        self.region = region
        self.cause = cause
        self.status = status
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.answered = answered
    }

    var code: String? {
        guard case .code(let code, _) = cause else { return nil }
        return code
    }
}

/// What a statement of a policy allows.
struct AWSPermission: Hashable, Sendable {
    /// `s3:PutObject`
    let action: String
    /// `arn:aws:s3:::bucket/*`
    let resource: String
}

extension AWSCallError: ClassifiedCloudError {
    /// "Error codes for the Amazon EC2 API" and the common ones of query APIs.
    private static let throttling: Set = [
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException",
        "RequestThrottled", "RequestThrottledException", "SlowDown", "PriorRequestNotComplete",
        "BandwidthLimitExceeded", "EC2ThrottledException", "TransactionInProgressException",
    ]

    private static let capacity: Set = [
        "InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity",
        "InsufficientFreeAddressesInSubnet", "InstanceLimitExceeded", "VcpuLimitExceeded",
        "MaxSpotInstanceCountExceeded", "SpotMaxPriceTooLow", "InsufficientAddressCapacity", "VolumeLimitExceeded",
    ]

    private static let transient: Set = [
        "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable", "RequestTimeout",
        "RequestTimeoutException", "IDPCommunicationError", "IncorrectInstanceState", "OperationAborted",
        "TemporaryRedirect",
        // What was sent was damaged on its way.
        "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch",
    ]

    /// What says that the caller's clock is wrong.
    private static let skew: Set = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "SignatureDoesNotMatch", "AuthFailure",
        "InvalidSignatureException",
    ]

    /// What says that temporary credentials are over.
    private static let expired: Set = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]

    var fault: CloudFault {
        switch cause {
        case .code(let code, _) where Self.throttling.contains(code): .throttled(retryAfter: retryAfter)
        case .code(let code, _) where Self.capacity.contains(code): .noCapacity
        case .code(let code, _) where Self.transient.contains(code): .unavailable
        case .code: (status ?? 400) >= 500 ? .unavailable : .refused
        case .uncertain: .unavailable
        case .unreadable: status == 429 ? .throttled(retryAfter: retryAfter) : .unavailable
        case .transport(let error):
            switch error {
            case .invalidURL, .invalidRequest, .linkLocal: .refused
            default: .unavailable
            }
        }
    }

    /// What it says of trying again. Every call that is made here may be made twice; but what PutMetricData was sent and
    /// did not answer may count twice then.
    var failure: RetryMachine.Failure {
        switch cause {
        case .transport(.cancelled), .transport(.shutDown): return .permanent
        // A name that nobody knows, such as a region that does not exist, is known no better soon.
        case .transport(.resolve): return .permanent
        case .uncertain: return .permanent
        // The same call would be answered with as much. It may have taken effect: no fault of who asked.
        case .transport(.bodyTooLarge), .transport(.headersTooLarge): return .permanent
        default: break
        }
        return switch fault {
        case .throttled: .throttled(retryAfter: retryAfter)
        case .unavailable: .transient(retryAfter: retryAfter)
        case .noCapacity, .refused, .underWay: .permanent
        }
    }

    /// Whether the call may have taken effect although no answer says so; of one that only reads nothing depends on it.
    var mayHaveHappened: Bool {
        guard !isReading else { return false }
        return switch cause {
        case .uncertain: true
        case .transport(let error):
            switch error {
            case .timedOut(_, .connecting, _), .resolve, .connect, .linkLocal, .invalidURL, .invalidRequest: false
            default: true
            }
        case .unreadable: true
        case .code: fault == .unavailable
        }
    }

    private var isReading: Bool {
        let name = action.drop { $0 != ":" }.dropFirst()
        return ["Describe", "Get", "Head", "List", "Lookup"].contains { name.hasPrefix($0) }
    }

    var mayBeSkewed: Bool { code.map(Self.skew.contains) ?? false }
    var saysExpired: Bool { code.map(Self.expired.contains) ?? false }
}

extension AWSCallError: CustomStringConvertible {
    var description: String {
        let place = "\(action) in \(region)"
        let number = requestID.map { " (request \($0))" } ?? ""
        switch cause {
        case .transport(.resolve(let host)):
            return "\(place): cannot find host \(host); is there a region `\(region)`, and does this machine reach it?"
        case .transport(let error): return "\(place): \(error)"
        case .uncertain(let what): return "\(place): an earlier try may have taken effect, and then: \(what)"
        case .unreadable(let what): return "\(place): \(what)\(number)"
        case .code(let code, let message):
            let message = AWSMessage(message)
            let said = message.text.isEmpty ? code : "\(code): \(message.text)"
            return "\(place): \(said)\(number)\(advice(code, denied(message)).map { "; \($0)" } ?? "")"
        }
    }

    /// By AWS's own word; where it names no resource, on what this call is known to be about.
    private func denied(_ message: AWSMessage) -> AWSPermission? {
        guard let denied = message.denied else { return permission }
        let isOwn = denied.action == permission?.action ?? action
        return denied.resource == "*" && isOwn ? permission : denied
    }

    /// What to do about it.
    private func advice(_ code: String, _ permission: AWSPermission?) -> String? {
        switch code {
        case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException":
            #"add {"Effect": "Allow", "Action": "\#(permission?.action ?? action)", "Resource": "#
                + #""\#(permission?.resource ?? "*")"} to the policy of who calls"#
        case "AuthFailure", "SignatureDoesNotMatch", "InvalidClientTokenId", "InvalidAccessKeyId",
            "UnrecognizedClientException":
            "the key is not known or its secret is another: look at the environment's clouds.aws.credentials, or at "
                + "what the controller finds itself"
        case "ExpiredToken", "ExpiredTokenException", "RequestExpired":
            "the session is over: sign in again, or give the controller credentials that are renewed"
        case "OptInRequired": "the account has not opted in to this region"
        default: nil
        }
    }
}
