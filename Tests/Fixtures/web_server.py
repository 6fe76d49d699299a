"""A web server of the Python standard library that answers well and badly; the path says how.

Prints its port, and ends when its standard input does, so that it can't outlive the tests.
"""

import json
import socket
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

counts = {}
lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, headers=()):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers = [("Content-Type", "application/json"), *headers]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_any(self):
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length)
        action, _, rest = parts.path.lstrip("/").partition("/")
        with lock:
            counts[self.path] = counts.get(self.path, 0) + 1
            count = counts[self.path]
        getattr(self, "do_" + action.replace("-", "_"), self.do_missing)(rest, dict(parse_qsl(parts.query)), sent, count)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_PURGE = handle_any

    def do_missing(self, rest, query, sent, count):
        self.answer(404, b"no such page\n")

    def do_echo(self, rest, query, sent, count):
        parts = urlsplit(self.path)
        self.answer(200, {
            "method": self.command, "path": parts.path, "query": parse_qsl(parts.query, keep_blank_values=True),
            "headers": [[name, value] for name, value in self.headers.items()],
            "body": sent.decode("utf-8", "replace"), "client": self.client_address[1],
        })

    def do_status(self, rest, query, sent, count):
        self.answer(int(rest), query.get("body", "").encode())

    def do_text(self, rest, query, sent, count):
        self.answer(int(query.get("status", "200")), query["body"].encode(), [("Content-Type", "text/plain"), ("X-Twice", "a"), ("x-twice", "b"), ("X-Empty", "")])

    def do_json(self, rest, query, sent, count):
        self.answer(int(query.get("status", "200")), json.loads(query["value"]))

    def do_count(self, rest, query, sent, count):
        self.answer(200, {"count": count})

    def do_redirect(self, rest, query, sent, count):
        left = int(rest)
        target = f"/redirect/{left - 1}" if left > 1 else "/echo/end"
        self.answer(int(query.get("status", "302")), b"moved, a body to be ignored", [("Location", target), ("X-Hop", rest)])

    def do_leave(self, rest, query, sent, count):
        self.answer(302, b"", [("Location", query["to"])])

    def do_hang(self, rest, query, sent, count):
        self.connection.settimeout(120)
        try:
            self.connection.recv(1)
        except OSError:
            pass
        self.close_connection = True

    def do_endless(self, rest, query, sent, count):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"5\r\nhello\r\n")
                time.sleep(0.005)
        except OSError:
            self.close_connection = True

    def do_stall(self, rest, query, sent, count):
        """Breaks off in the middle of its body, and keeps the connection."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"only this")
        self.wfile.flush()
        self.do_hang(rest, query, sent, count)

    def do_loop(self, rest, query, sent, count):
        self.answer(302, b"", [("Location", "/loop"), ("Set-Cookie", f"turn{count}=1")])

    def do_fat_redirect(self, rest, query, sent, count):
        self.send_response(302)
        self.send_header("Location", "/echo")
        self.send_header("Content-Length", str(1 << 30))
        self.end_headers()
        try:
            for _ in range(1 << 14):
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass
        self.close_connection = True

    def do_squeezed(self, rest, query, sent, count):
        """Far more bytes than are sent: a kilobyte for each one."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        self.send_response(200)
        self.send_header("Content-Encoding", query.get("as", "gzip"))
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(int(rest)):
                part = packer.compress(bytes(1 << 20))
                if part:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            part = packer.flush()
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(part), part))
        except OSError:
            self.close_connection = True

    def do_huge(self, rest, query, sent, count):
        self.send_response(200)
        self.send_header("Content-Length", str(int(rest)))
        self.end_headers()
        try:
            for _ in range(int(rest) // 65536 + 1):
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass
        self.close_connection = True

    def raw(self, data):
        self.wfile.write(data)
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def do_close(self, rest, query, sent, count):
        self.raw(b"")

    def do_garbage(self, rest, query, sent, count):
        self.raw(b"220 mail.example.test ESMTP\r\n")

    def do_partial(self, rest, query, sent, count):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")

    def do_old(self, rest, query, sent, count):
        self.raw(b"HTTP/1.0 200 OK\r\n\r\nuntil the end")

    def do_early(self, rest, query, sent, count):
        self.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Last: yes\r\n\r\nok")

    def do_flood(self, rest, query, sent, count):
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for index in range(20000):
                self.wfile.write(b"X-Flood-%d: %s\r\n" % (index, b"y" * 100))
            self.wfile.write(b"Content-Length: 0\r\n\r\n")
        except OSError:
            pass
        self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.buffer.read()
