package import Foundation
package import Model

/// Reads trees from git through a child process that it starts when it is needed and again when it has died.
///
/// One request at a time; whatever happens to the child is an error of that request and never of the next.
package actor GitReader {
    private let executor = QueueExecutor(label: "rondo.git-reader")
    private let executable: String
    private let arguments: [String]
    private let mirrors: String
    private let deadline: Duration
    private let limits: ReadLimits
    private var child: ChildProcess?
    /// The last tree of each remote, whatever its credentials were, so that only what changed has to cross the socket.
    private var trees: [GitRemote: SourceTree] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// `executable` with `arguments` must call `GitChild.run()`; `mirrors` is a folder that only this reader uses;
    /// `deadline` is for one request, the fetch included.
    package init(
        executable: URL, arguments: [String] = ["git-child"], mirrors: URL, deadline: Duration = .seconds(120),
        limits: ReadLimits = ReadLimits()
    ) {
        self.executable = executable.path(percentEncoded: false)
        self.arguments = arguments
        self.mirrors = mirrors.standardizedFileURL.path(percentEncoded: false)
        self.deadline = deadline
        self.limits = limits
    }

    /// Fetches and reads the newest tree of a remote.
    ///
    /// Paths of files are from the repository's root, also when `remote.path` names a folder. `listing` asks for the
    /// blob of every regular file below it. A cancelled task throws `.cancelled` soon, as the child is ended.
    package nonisolated func tree(
        of remote: GitRemote, listing: Bool = false
    ) async throws(GitSourceError) -> SourceTree {
        let cancellation = Cancellation()
        let result: Result<SourceTree, GitSourceError> = await withTaskCancellationHandler {
            await self.read(remote, listing: listing, cancellation)
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    /// Ends the child and waits for its end; a later request starts another.
    package func stop() {
        child?.end(within: .seconds(5))
        child = nil
    }

    /// The child's process id, for tests and diagnostics.
    package var childProcessID: Int32? { child?.processID }

    private func read(
        _ remote: GitRemote, listing: Bool, _ cancellation: Cancellation
    ) -> Result<SourceTree, GitSourceError> {
        let key = remote.withoutAccess
        do throws(GitSourceError) {
            let exchange = try Exchange(
                remote, listing: listing, mirrors: mirrors, deadline: deadline, limits: limits,
                previous: trees[key])
            let tree = try perform(exchange, cancellation)
            trees[key] = tree
            return .success(tree)
        } catch {
            return .failure(error)
        }
    }

    /// A child that had died before the request reached it is replaced without a word.
    private func perform(_ exchange: Exchange, _ cancellation: Cancellation) throws(GitSourceError) -> SourceTree {
        var exchange = exchange
        let isReused = child != nil
        do {
            return try attempt(&exchange, cancellation)
        } catch .childDied where isReused && !exchange.wasAnswered && !cancellation.isCancelled {
            return try attempt(&exchange, cancellation)
        }
    }

    private func attempt(_ exchange: inout Exchange, _ cancellation: Cancellation) throws(GitSourceError) -> SourceTree
    {
        if cancellation.isCancelled { throw .cancelled }
        let child = try runningChild()
        cancellation.serve(with: child)
        defer { cancellation.serve(with: nil) }
        do {
            return try exchange.run(with: child)
        } catch {
            guard !exchange.isSettled else { throw error }
            // Nobody knows what the child is at, so it can't be asked again. It is ended also when it has closed its
            // output: that alone does not end it. How a process that has ended by itself did so is not lost by this.
            child.kill()
            self.child = nil
            let ending = child.reap(waiting: true) ?? "unknown"
            if cancellation.isCancelled { throw .cancelled }
            if case .childDied = error { throw .childDied(reason: ending) }
            throw error
        }
    }

    private func runningChild() throws(GitSourceError) -> ChildProcess {
        if let child, child.reap(waiting: false) == nil { return child }
        let started = try ChildProcess(executable: executable, arguments: arguments)
        child = started
        return started
    }
}
