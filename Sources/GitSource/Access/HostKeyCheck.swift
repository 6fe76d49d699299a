import Crypto
import Foundation

/// Whether the key that an SSH server shows is the one that known_hosts has for it.
enum HostKeyCheck {
    /// Why not, in words that say what to compare or to add; nil when it is.
    static func refusal(of key: [UInt8], address: SourceAddress, access: WireAccess?) -> String? {
        guard case .ssh(let server) = address, case .ssh(_, _, _, let knownHosts) = access else {
            return "no known_hosts was given"
        }
        let type = SSHBlob.type(ofKey: key) ?? "unknown"
        let shown = "\(type) \(fingerprint(of: key))"
        // libssh2 takes an RSA key only with signatures by SHA-1.
        if type == "ssh-rsa" || type == "ssh-dss" {
            return "it shows only a key of the type \(type), which is signed by SHA-1: "
                + "give the server an ed25519 or ECDSA host key"
        }
        switch KnownHosts(knownHosts).verdict(host: server.host, port: server.port, key: key) {
        case .trusted: return nil
        case .unknownHost:
            return "known_hosts has no line for \(name(of: server)), which shows \(shown): "
                + "compare that with what the host publishes, then add the line that \(scan(server, type)) prints"
        case .otherKey:
            return "it shows \(shown), and known_hosts has another key of that type: somebody may be listening in. "
                + "Replace the line only when the host's owner confirms the new key"
        case .otherTypes(let types):
            return "it shows \(shown), and known_hosts has only \(types.joined(separator: ", ")) for it: "
                + "add the line that \(scan(server, type)) prints, after comparing it"
        case .revoked: return "it shows \(shown), which known_hosts marks as revoked"
        }
    }

    /// As ssh-keygen(1) prints it.
    static func fingerprint(of key: [UInt8]) -> String {
        let digest = Data(SHA256.hash(data: Data(key))).base64EncodedString()
        return "SHA256:" + digest.prefix { $0 != "=" }
    }

    private static func name(of server: SSHAddress) -> String {
        server.port == SSHAddress.standardPort ? server.host : "[\(server.host)]:\(server.port)"
    }

    private static func scan(_ server: SSHAddress, _ type: String) -> String {
        let short = type.hasPrefix("ecdsa") ? "ecdsa" : type.split(separator: "-").last.map(String.init) ?? type
        let port = server.port == SSHAddress.standardPort ? "" : " -p \(server.port)"
        return "`ssh-keyscan -t \(short)\(port) \(server.host)`"
    }
}
