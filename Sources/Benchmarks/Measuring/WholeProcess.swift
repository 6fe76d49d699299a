import Foundation

/// One program from its start to its end, its children included.
struct WholeProcess {
    /// User and system time, in seconds.
    let cpu: Double
    /// In seconds.
    let wall: Double
    /// The most memory that its processes held together, in MiB.
    let memory: Double

    /// Throws when it ends with another code than `exit`.
    init(_ arguments: [String], exit: Int = 0, environment: [String: String] = [:], in folder: URL? = nil) throws {
        let change = folder.map { "import os; os.chdir('\($0.path(percentEncoded: false))')\n" } ?? ""
        let figures = try Command("python3", ["-c", change + Self.meter] + arguments, environment: environment).run()
            .output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 4, Int(figures[3]) == exit else {
            throw BenchmarkFailure(
                "`\(arguments.prefix(3).joined(separator: " "))` did not do what it should: \(figures)")
        }
        (cpu, wall, memory) = (figures[0], figures[1], figures[2] / 1_024)
    }

    /// Memory of the processes together, ten times a second: what each holds for itself, and of every file that is
    /// mapped the most that one of them has of it, since they share that.
    private static let meter = """
        import os, resource, subprocess, sys, time

        def family(root):
            children = {}
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{pid}/stat") as file:
                        parent = int(file.read().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                children.setdefault(parent, []).append(int(pid))
            found = [root]
            for pid in found:
                found += children.get(pid, [])
            return found

        def held(pids):
            own, shared = 0, {}
            for pid in pids:
                try:
                    with open(f"/proc/{pid}/smaps") as file:
                        lines = file.readlines()
                except OSError:
                    continue
                resident = 0
                for words in map(str.split, lines):
                    if "-" in words[0] and not words[0].endswith(":"):
                        place = (words[5], words[2]) if len(words) > 5 else None
                    elif words[0] == "Rss:":
                        resident = int(words[1])
                    elif words[0] == "Anonymous:":
                        own += int(words[1])
                        if place:
                            shared[place] = max(shared.get(place, 0), resident - int(words[1]))
            return own + sum(shared.values())

        start = time.monotonic()
        run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        most = 0
        while run.poll() is None:
            most = max(most, held(family(run.pid)))
            time.sleep(0.1)
        wall = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(used.ru_utime + used.ru_stime, wall, max(most, used.ru_maxrss), run.returncode)
        """
}
