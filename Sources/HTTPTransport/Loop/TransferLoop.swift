import CCurl
import Foundation
import Synchronization

/// The thread that runs every transfer of one client: commands come in through a mutex, results leave by resuming
/// the continuation of the waiting task.
final class TransferLoop: Sendable {
    typealias Continuation = CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>

    private enum Command: Sendable {
        case start(id: UInt64, CheckedRequest, CancellationTicket, Continuation)
        case cancel(id: UInt64)
    }

    /// A libcurl multi handle. Only the loop's thread uses it, but for `curl_multi_wakeup`, which libcurl allows from
    /// any thread and which is called under the mutex while `isOpen`: this makes handing it around safe.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    private struct State {
        var commands: [Command] = []
        /// False as soon as the end was asked for; from then on nothing may wake the handle.
        var isOpen = true
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let options: HTTPClient.Options
    private let multi: Multi?

    /// Starts the thread; it keeps the loop alive until `stop()`.
    init(options: HTTPClient.Options) {
        self.options = options
        guard Self.isLibraryReady, let handle = curl_multi_init() else {
            multi = nil
            state.withLock {
                $0.isOpen = false
                $0.hasEnded = true
            }
            return
        }
        let multi = Multi(handle: handle)
        self.multi = multi
        Thread.detachNewThread { [self] in
            // From within: a name that is given before the start does not reach the kernel.
            Thread.current.name = "rondo-http"
            run(multi)
        }
    }

    /// Once a process, before any other use of libcurl.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func start(id: UInt64, _ request: CheckedRequest, _ ticket: CancellationTicket, _ continuation: Continuation) {
        if !post(.start(id: id, request, ticket, continuation)) { continuation.resume(returning: .failure(.shutDown)) }
    }

    func cancel(id: UInt64) { _ = post(.cancel(id: id)) }

    private func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard state.isOpen, let multi else { return false }
            state.commands.append(command)
            curl_multi_wakeup(multi.handle)
            return true
        }
    }

    /// Asks the thread to end every transfer and itself.
    func stop() {
        state.withLock { state in
            guard state.isOpen, let multi else { return }
            state.isOpen = false
            curl_multi_wakeup(multi.handle)
        }
    }

    /// Returns when the thread has freed all it had.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state in
                if !state.hasEnded { state.waitingForEnd.append(continuation) }
                return state.hasEnded
            }
            if ended { continuation.resume() }
        }
    }

    // MARK: On the thread

    private func run(_ multi: Multi) {
        var active: [UInt64: Transfer] = [:]
        while true {
            let (commands, isOpen) = state.withLock { state in
                defer { state.commands = [] }
                return (state.commands, state.isOpen)
            }
            for command in commands { carryOut(command, on: multi, active: &active) }
            guard isOpen else { break }
            var running: Int32 = 0
            curl_multi_perform(multi.handle, &running)
            collect(from: multi, active: &active)
            // Woken by sockets, by libcurl's own timers and by `curl_multi_wakeup`; the limit is only a guard.
            curl_multi_poll(multi.handle, nil, 0, 10_000, nil)
        }
        for transfer in active.values {
            curl_multi_remove_handle(multi.handle, transfer.handle)
            transfer.finish(.failure(.shutDown))
        }
        active = [:]
        curl_multi_cleanup(multi.handle)
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in waiting { continuation.resume() }
    }

    private func carryOut(_ command: Command, on multi: Multi, active: inout [UInt64: Transfer]) {
        switch command {
        case .start(let id, let request, let ticket, let continuation):
            guard !ticket.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
            guard let transfer = Transfer(id: id, request: request, options: options, continuation: continuation) else {
                return continuation.resume(returning: .failure(.invalidRequest(reason: "out of memory")))
            }
            guard curl_multi_add_handle(multi.handle, transfer.handle) == CURLM_OK else {
                return transfer.finish(.failure(.invalidRequest(reason: "libcurl refused the transfer")))
            }
            active[id] = transfer
        case .cancel(let id):
            guard let transfer = active.removeValue(forKey: id) else { return }
            curl_multi_remove_handle(multi.handle, transfer.handle)
            transfer.finish(.failure(.cancelled))
        }
    }

    private func collect(from multi: Multi, active: inout [UInt64: Transfer]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let transfer = Transfer.of(handle: message.pointee.easy_handle)
            else { continue }
            // The message dies with the removal of its handle.
            let step = transfer.ended(with: ccurl_message_result(message))
            curl_multi_remove_handle(multi.handle, transfer.handle)
            switch step {
            case .finished(let result):
                active[transfer.id] = nil
                transfer.finish(result)
            case .again(let hop):
                transfer.begin(hop)
                guard curl_multi_add_handle(multi.handle, transfer.handle) == CURLM_OK else {
                    active[transfer.id] = nil
                    transfer.finish(.failure(.invalidRequest(reason: "libcurl refused the transfer")))
                    continue
                }
            }
        }
    }
}
