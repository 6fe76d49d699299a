package import Foundation
import Glibc

/// A program that is run to its end and waited for, by posix_spawn(3).
///
/// Not Foundation's `Process`: it copies whole directory entries out of the buffer of readdir(3) while it looks for open
/// files, and reads beyond its end once in some ten thousand starts, which is a crash.
package struct SpawnedCommand: Sendable {
    package let status: Int32
    /// Both its outputs.
    package let output: Data

    /// - Throws: what the system says when it can't be started.
    package init(_ path: String, _ arguments: [String]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        // One that starts just now may still inherit them: then it is waited for too, and no more.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        let writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        var words = ([path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process = pid_t()
        let failure = posix_spawn(&process, path, &actions, nil, words, environ)
        guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
        try writing.close()
        self.output = (try output.readToEnd()) ?? Data()
        var ending: Int32 = 0
        while waitpid(process, &ending, 0) == -1, errno == EINTR {}
        // As WIFEXITED and WEXITSTATUS read it, which are macros; a signal's number counts from 128, as in a shell.
        status = ending & 0x7F == 0 ? (ending >> 8) & 0xFF : 128 + (ending & 0x7F)
    }
}
