import Foundation
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// The child process that alone touches libgit2, so that a hostile object can at worst end this process.
package enum GitChild {
    /// Answers requests from standard input on standard output until the input ends; call it from the hidden
    /// subcommand and return normally afterwards.
    package static func run() {
        prepareProcess()
        LibGit.start()
        let input = BlockingDescriptor(STDIN_FILENO)
        let output = BlockingDescriptor(STDOUT_FILENO)
        // A broken pipe means that the parent is gone: there is nobody left to tell.
        try? serve(from: input, to: output)
    }

    private static func prepareProcess() {
        // The parent's own death leaves this process to its alarm, so the alarm must end it.
        signal(SIGALRM, SIG_DFL)
        umask(0o077)
        MemoryBound.apply()
        // If memory runs out over a hostile pack, the kernel is to end this process and not the controller.
        try? Data("1000".utf8).write(to: URL(filePath: "/proc/self/oom_score_adj"))
    }

    static func serve(from input: BlockingDescriptor, to output: BlockingDescriptor) throws {
        let memory = WalkMemory()
        while let prefix = try input.read(Frame.prefixBytes) {
            let lengths = try Frame.lengths(prefix)
            guard let header = try input.read(lengths.header), try input.read(lengths.payload) != nil else { return }
            let request = try JSONDecoder().decode(GitRequest.self, from: header)
            alarm(UInt32(clamping: max(1, request.alarm)))
            let server = RequestServer(request: request, memory: memory) { response, payload in
                try output.write(try Frame.encode(response, payload: payload))
            }
            try server.answer()
            alarm(0)
        }
    }
}
