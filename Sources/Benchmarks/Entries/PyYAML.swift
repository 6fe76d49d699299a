import Foundation
import Model

/// PyYAML on libyaml (`CSafeLoader`): what the tools of this field read manifests with.
enum PyYAML {
    private static let program = """
        import sys, time, yaml
        data = sys.stdin.buffer.read().split(b"\\0")
        start = time.process_time()
        keep = [yaml.load(text, Loader=yaml.CSafeLoader) for text in data]
        print(len(keep), time.process_time() - start)
        """

    /// Processor seconds for all files, Python's own start left out.
    static func secondsToLoad(_ files: [SourceFile]) throws -> Double {
        let folder = try ScratchFolder()
        let input = folder.url.appending(path: "manifests")
        try Data(files.map(\.contents).joined(separator: [0])).write(to: input)
        let output = try Command("python3", ["-c", program], input: input).run().output.split(separator: " ")
        guard output.count == 2, Int(output[0]) == files.count, let seconds = Double(output[1].trimmed) else {
            throw BenchmarkFailure("PyYAML did not read all files: is python3-yaml installed?")
        }
        return seconds
    }
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
