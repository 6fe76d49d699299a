import Foundation
import Subprocess
import SystemPackage
import TestExecution

/// A small process that ends what a worker started when the worker itself was killed and could not.
///
/// It reads from a pipe that only the worker can write to. Whatever way the worker ends, the kernel closes its end, and the
/// guard kills every other process of the session and every one that has the mark of an attempt of the worker. It is in a
/// group of its own, so that signals to the worker's don't reach it.
package struct ChildGuard: Sendable {
    /// Open as long as the worker lives; the worker itself never closes it, for the guard would not let it end in peace.
    let writeEnd: Int32

    /// - Parameter session: whose members are killed; nil for a person's shell, where only what is marked is ours.
    package init(session: Int32?) throws {
        let pipe = try FileDescriptor.pipe()
        writeEnd = pipe.writeEnd.rawValue
        Task.detached {
            var options = PlatformOptions()
            options.processGroupID = 0
            // `Subprocess` closes all other descriptors in whatever it starts, so the write end stays with the worker.
            _ = try? await Subprocess.run(
                .path("/bin/sh"),
                arguments: ["-c", Self.script, "rondo-guard", session.map { "\($0)" } ?? "none", AttemptMark.life],
                environment: .custom(["PATH": "/usr/bin:/bin"]), workingDirectory: "/", platformOptions: options,
                input: .fileDescriptor(pipe.readEnd, closeAfterSpawningProcess: true), output: .discarded,
                error: .discarded)
        }
    }

    /// `/proc/PID/stat` is `pid (name) state parent group session …`, and the name may hold anything but is the last with `)`.
    private static let script = """
        trap '' HUP INT TERM
        read -r _
        mark="RONDO_ATTEMPT=$2."
        round=0
        while [ $round -lt 100 ]; do
            found=
            marked=" $(grep -lsz "^$mark" /proc/[0-9]*/environ | tr '\\n' ' ')"
            for file in /proc/[0-9]*/stat; do
                line=
                while read -r part; do line="$line $part"; done < "$file"
                set -- "$1" ${line##*)}
                pid=${file#/proc/}; pid=${pid%/stat}
                ours=
                [ "$5" = "$1" ] && ours=1
                case "$marked" in *" /proc/$pid/environ "*) ours=1 ;; esac
                if [ -n "$ours" ] && [ "$2" != Z ] && [ "$pid" != $$ ]; then
                    kill -9 "$pid"
                    found=1
                fi
            done
            [ -n "$found" ] || exit 0
            round=$((round + 1))
        done
        """
}
