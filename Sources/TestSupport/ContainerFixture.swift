import Foundation

/// podman with settings and images of its own, so that tests need neither network nor the images of whoever runs them.
package enum ContainerFixture {
    /// A real image: busybox, with an entrypoint that must not be used.
    package static let image = "docker.io/library/busybox:1.36"

    /// Its environment variables; the image is there when this returns.
    package static let environment = Result { try prepare() }

    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    private static func prepare() throws -> [String: String] {
        let folder = URL(filePath: "/tmp/rondo-test-containers-\(getuid())", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
        // In a container without CAP_SYS_RESOURCE limits can't be raised, and crun can't do with hybrid cgroups.
        try write(
            """
            [containers]
            default_ulimits=[]
            [engine]
            runtime="runc"
            cgroup_manager="cgroupfs"
            events_logger="file"

            """, to: path("containers.conf"))
        try write(
            """
            [storage]
            driver="vfs"
            graphroot="\(path("images"))"
            runroot="\(path("run"))"

            """, to: path("storage.conf"))
        let environment = [
            "CONTAINERS_CONF": path("containers.conf"), "CONTAINERS_STORAGE_CONF": path("storage.conf"),
            "HOME": NSHomeDirectory(), "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        ]
        if try podman(["image", "exists", image], environment) != 0 {
            let build = folder.appending(path: "build-\(getpid())", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: build, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: build) }
            try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: build.appending(path: "busybox").path)
            try write(
                """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "/bin"]
                ENV PATH=/bin FROM_IMAGE=yes
                ENTRYPOINT ["/bin/false"]

                """, to: build.appending(path: "Containerfile").path)
            guard try podman(["build", "--network=none", "--quiet", "--tag", image, build.path], environment) == 0
            else {
                throw Unusable(description: "podman can't build an image here: scripts/bootstrap --tests installs it")
            }
        }
        return environment
    }

    /// - Returns: its exit code.
    @discardableResult
    package static func podman(_ arguments: [String], _ environment: [String: String]) throws -> Int32 {
        try run(arguments, environment).exit
    }

    package static func output(_ arguments: [String], _ environment: [String: String]) throws -> String {
        try run(arguments, environment).output
    }

    private static func run(
        _ arguments: [String], _ environment: [String: String]
    ) throws -> (exit: Int32, output: String) {
        let pipe = Pipe()
        let process = try SpawnedProcess(
            "/usr/bin/podman", arguments, environment: environment, output: pipe.fileHandleForWriting)
        try pipe.fileHandleForWriting.close()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return (process.waitUntilExit(), String(decoding: data, as: UTF8.self))
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
