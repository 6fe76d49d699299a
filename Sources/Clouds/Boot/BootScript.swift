import Foundation
import Model

/// What an instance of a cloud runs at its first boot to become a worker: a shell script that fetches the controller's
/// executable over TLS, checks it, and joins with a token that is good once.
struct BootScript: Sendable {
    /// What cloud-init takes of EC2 ("Add user data").
    static let maxBytes = 16 << 10

    let controller: ControllerAddress
    /// SHA-256 of the executable.
    let digest: String
    let joinToken: Secret
    let worker: WorkerSpec
    /// The manifest's own script, which runs first; its end is waited for, and how it ends does not matter.
    let first: String?

    /// - Throws: why an instance can't boot with it.
    func text() throws(BootScriptError) -> String {
        if let first, !first.hasPrefix("#!") { throw .noScript }
        let boot = BootFile(
            joinToken: joinToken.reveal(), stateDirectory: "", worker: worker,
            resources: InstanceResources(cpu: CPUQuantity(millicores: 1), memory: ByteSize(bytes: 1)),
            controller: ControllerAddress(url: controller.url))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = (try? encoder.encode(boot)).map({ String(decoding: $0, as: UTF8.self) }) else {
            throw .notWritable
        }
        // What the machine has is only known there.
        let resources = #""resources":\{"cpu":"[^"]*","memory":"[^"]*"\}"#
        guard let range = json.range(of: resources, options: .regularExpression) else { throw .notWritable }
        let template = json.replacingCharacters(
            in: range, with: #""resources":{"cpu":"@CPU@","memory":"@MEMORY@"}"#)
        var parts = [Self.head]
        if let first { parts += [Self.file("first", first), "chmod 700 first\n./first || true\n"] }
        if let authority = controller.authority {
            parts.append(Self.file("ca.pem", String(decoding: authority, as: UTF8.self)))
        }
        parts.append(Self.file("boot.template", template))
        parts.append(Self.file("header", "Authorization: Bearer \(joinToken.reveal())"))
        parts.append(fetch)
        parts.append(Self.tail)
        let script = parts.joined()
        guard script.utf8.count <= Self.maxBytes else { throw .tooLong(bytes: script.utf8.count) }
        return script
    }

    /// The marker occurs in none of what stands between.
    private static func file(_ name: String, _ contents: String) -> String {
        var marker = "RONDO_END"
        while contents.contains(marker) { marker += "_" }
        return "cat >\(name) <<'\(marker)'\n\(contents)\(contents.hasSuffix("\n") ? "" : "\n")\(marker)\n"
    }

    private static let head = """
        #!/bin/sh
        # Makes this machine a worker of Rondo.
        set -eu
        umask 077
        folder=${RONDO_BOOT_FOLDER:-/var/lib/rondo}
        mkdir -p "$folder"
        cd "$folder"

        """

    private var fetch: String {
        let authority = controller.authority == nil ? "" : " --cacert ca.pem"
        let base = controller.url.hasSuffix("/") ? String(controller.url.dropLast()) : controller.url
        return """
            if ! command -v curl >/dev/null; then apt-get update -qq && apt-get install -y -qq curl; fi
            curl --silent --show-error --fail --retry 30 --retry-delay 2 --retry-all-errors --proto =https --tlsv1.2\(authority) \\
              --header @header --output rondo \(base)/worker/v1/executable
            rm header
            echo "\(digest)  rondo" | sha256sum --check --status
            chmod 700 rondo

            """
    }

    /// A unit of systemd where there is one, so that the script can end.
    private static let tail = """
        if ldd rondo | grep -q 'not found' && command -v apt-get >/dev/null; then
          apt-get update -qq
          DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \\
            libgit2-1.5 libcurl4 libexpat1 libyaml-0-2 libsqlite3-0 libxml2
        fi
        cpu=$(getconf _NPROCESSORS_ONLN)
        memory=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)
        sed "s/@CPU@/$cpu/; s/@MEMORY@/${memory}Ki/" boot.template >boot.json
        rm boot.template
        if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ] && [ -z "${RONDO_BOOT_FOLDER:-}" ]; then
          exec systemd-run --unit rondo-worker --collect "$folder/rondo" worker --boot "$folder" --self-end 7d
        fi
        exec ./rondo worker --boot "$folder" --self-end 7d

        """
}

/// Why an instance can't boot as a worker.
enum BootScriptError: Error, Hashable {
    case noScript
    case tooLong(bytes: Int)
    case notWritable
}

extension BootScriptError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noScript: "beside a `worker` it must be a script that begins with `#!`"
        case .tooLong(let bytes):
            "with what makes the instance a worker it has \(bytes) bytes, and \(BootScript.maxBytes) are taken"
        case .notWritable: "what makes the instance a worker can't be written"
        }
    }
}
