import Foundation
import TestSupport

/// Git's own `http-backend` behind Python's HTTP server on loopback, with corners that misbehave.
final class GitServer: Sendable {
    /// `http://127.0.0.1:PORT`.
    let base: String
    private let server: RunningServer

    /// Serves the repositories below `root`.
    init(root: URL) throws {
        let port = LoopbackPort.free()
        base = "http://127.0.0.1:\(port)"
        server = try RunningServer(
            "python3", ["-c", Self.script, root.path(percentEncoded: false), "\(port)"], ports: [port])
    }

    private static let script = #"""
        import base64, os, subprocess, sys, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        root = sys.argv[1]

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args): pass
            def do_POST(self): self.do_GET()
            def do_GET(self):
                corner, _, rest = self.path.lstrip("/").partition("/")
                getattr(self, "at_" + corner.replace("-", "_"))("/" + rest)
            def at_git(self, path):
                path, _, query = path.partition("?")
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                done = subprocess.run(["/usr/lib/git-core/git-http-backend"], input=body, capture_output=True, env={
                    "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": root, "GIT_HTTP_EXPORT_ALL": "1",
                    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
                    "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("content-type") or "", "CONTENT_LENGTH": str(len(body)),
                    "GIT_PROTOCOL": self.headers.get("git-protocol") or "", "REMOTE_ADDR": "127.0.0.1"})
                head, _, content = done.stdout.partition(b"\r\n\r\n")
                fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
                status = int(fields.pop("Status", "200").split()[0])
                self.reply(status, content, fields)
            def at_half(self, path):
                self.half = self.command == "POST" and not os.path.exists(os.path.join(root, "whole"))
                self.at_git(path)
            def at_auth(self, path):
                wanted = "Basic " + base64.b64encode(b"ana:s3cret").decode()
                if self.headers.get("authorization") == wanted: return self.at_git(path)
                self.reply(401, b"", {"WWW-Authenticate": 'Basic realm="git"'})
            def at_hang(self, path): time.sleep(600)
            def at_drip(self, path):
                self.send_response(200)
                self.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
                self.end_headers()
                for byte in b"001e# service=git-upload-pack\n" * 100:
                    self.wfile.write(bytes([byte])); self.wfile.flush(); time.sleep(0.5)
            def at_pack(self, path):
                # /CASE/info/refs?... or /CASE/git-upload-pack: one ref, then whatever lies in root/CASE.pack.
                case = path.lstrip("/").partition("/")[0]
                if self.command == "GET":
                    head = b"1" * 40 + b" HEAD\0symref=HEAD:refs/heads/main ofs-delta\n"
                    main = b"1" * 40 + b" refs/heads/main\n"
                    pkt = lambda data: b"%04x" % (len(data) + 4) + data
                    return self.reply(200, pkt(b"# service=git-upload-pack\n") + b"0000" + pkt(head) + pkt(main) + b"0000",
                        {"Content-Type": "application/x-git-upload-pack-advertisement"})
                self.rfile.read(int(self.headers.get("content-length") or 0))
                with open(os.path.join(root, case + ".pack"), "rb") as file: pack = file.read()
                self.reply(200, b"0008NAK\n" + pack, {"Content-Type": "application/x-git-upload-pack-result"})
            def at_error(self, path): self.reply(500, b"broken", {})
            def at_page(self, path): self.reply(200, b"<html>hello</html>", {"Content-Type": "text/html"})
            def at_same(self, path): self.redirect("/git" + path)
            def at_other(self, path): self.redirect("http://localhost:%d/git%s" % (server.server_port, path))
            def at_file(self, path): self.redirect("file://" + root + path)
            def at_metadata(self, path): self.redirect("http://169.254.169.254/latest" + path)
            def redirect(self, to): self.reply(301, b"", {"Location": to})
            def reply(self, status, content, fields):
                self.send_response(status)
                for name, value in fields.items(): self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if getattr(self, "half", False):
                    self.wfile.write(content[:len(content) // 2]); self.wfile.flush(); time.sleep(600)
                self.wfile.write(content)

        server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler)
        server.daemon_threads = True
        server.serve_forever()
        """#
}
