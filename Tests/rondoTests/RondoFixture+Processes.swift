import Foundation
import TestSupport

extension RondoFixture {
    /// The command lines of every process of a session, whose leader is the pid.
    func descendants(of leader: pid_t) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { entry in
            guard let pid = pid_t(entry), getsid(pid) == leader || Self.parents(of: pid).contains(leader),
                let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline")
            else { return nil }
            return String(decoding: data, as: UTF8.self).replacing("\0", with: " ").trimmingCharacters(in: .whitespaces)
        }
    }

    private static func parents(of pid: pid_t) -> [pid_t] {
        var found: [pid_t] = []
        var current = pid
        while current > 1, found.count < 16,
            let stat = try? String(contentsOfFile: "/proc/\(current)/stat", encoding: .utf8),
            let rest = stat.split(separator: ")").last, let parent = pid_t(rest.split(separator: " ")[1])
        {
            found.append(parent)
            current = parent
        }
        return found
    }
}
