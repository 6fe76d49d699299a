import Foundation

#if canImport(Glibc)
    // Which of the two `timespec` is of depends on the C modules that the dependencies bring along.
    import CoreFoundation
    import Glibc
#endif

/// Processor time spent, user and system together, in seconds.
enum ProcessorTime {
    /// Of this process, all its threads.
    static var own: Double { seconds(RUSAGE_SELF) }

    /// Of the children of this process that have ended and been waited for, and of theirs.
    static var endedChildren: Double { seconds(RUSAGE_CHILDREN) }

    /// Of another process that still runs; nil when there is none. See clock_getcpuclockid(3).
    static func of(_ process: pid_t) -> Double? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func seconds(_ whose: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(whose.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
