"""A shop of the Python standard library that is left open (`open`), or locked as it should be (`locked`).

Prints its port, and ends when its standard input does, so that it can't outlive the tests.
"""

import json
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

is_open = sys.argv[1] == "open"
friend = "https://shop.example"
page = b"<!DOCTYPE html><title>Shop</title><h1>Shop</h1>"

# None of them opens anything: the first is the one of AWS's own documentation.
secrets = {
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "key": "-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----\n",
    "session": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEiLCJyb2xlIjoiYWRtaW4ifQ.bm90LWEtc2lnbmF0dXJlLWF0LWFsbA",
    "database": "postgres://shop:hunter2@db.internal/shop",
}

recent = []
lock = threading.Lock()


def is_too_often():
    """More than 30 within a second."""
    now = time.monotonic()
    with lock:
        recent[:] = [moment for moment in recent if now - moment < 1] + [now]
        return len(recent) > 30


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def version_string(self):
        return super().version_string() if is_open else "shop"

    def answer(self, status, body=b"", headers=()):
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            headers = [("Content-Type", "application/json"), *headers]
        self.send_response(status)
        if not is_open:
            headers = [
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
                ("Referrer-Policy", "no-referrer"),
                ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
                *headers,
            ]
        origin = self.headers.get("Origin")
        if origin and (is_open or origin == friend):
            headers = [
                *headers, ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true"),
                ("Vary", "Origin"),
            ]
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def open_for_all(self):
        """Any method, any error with its stack trace."""
        if self.command in ("TRACE", "TRACK"):
            return self.answer(200, str(self.headers).encode(), [("Content-Type", "message/http")])
        if self.command == "OPTIONS":
            return self.answer(204, b"", [("Allow", "GET, HEAD, POST, PUT, DELETE, TRACE, CONNECT")])
        parts = urlsplit(self.path)
        # Python itself takes the second slash away.
        target = self.requestline.split()[1]
        if target.startswith("//"):
            return self.answer(301, b"", [("Location", target + "/")])
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        match parts.path:
            case "/":
                cookies = [("Set-Cookie", "session=abc; Path=/"), ("Set-Cookie", "theme=dark; Secure; HttpOnly")]
                self.answer(200, page, [("Content-Type", "text/html"), *cookies])
            case "/orders":
                if int(self.headers.get("Content-Length") or 0):
                    json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                for number in query.get("id", []):
                    int(number)
                self.answer(200, {"orders": [{"id": 1, "customer": "ana"}]})
            case "/login" | "/out":
                to = query.get("next") or query.get("to")
                self.answer(302, b"", [("Location", to[0] if to else "/")])
            case "/refresh":
                to = query.get("url")
                self.answer(200, b"", [("Refresh", f"0; url={to[0] if to else '/'}")])
            case "/config":
                self.answer(200, secrets)
            case "/large":
                # A byte that is no UTF-8 makes the text longer than the body.
                self.answer(200, b"\xff" + b"x " * 750_000 + secrets["aws"].encode() + b" x" * 500_000)
            case path if path.endswith("/"):
                listing = f"<title>Directory listing for {path}</title><a href='backup.sql'>backup.sql</a>"
                self.answer(200, listing.encode(), [("Content-Type", "text/html")])
            case path:
                raise KeyError(unquote_to_bytes(path).decode())

    def locked(self):
        if self.command not in ("GET", "HEAD", "OPTIONS"):
            return self.answer(405, {"error": "not allowed"}, [("Allow", "GET, HEAD, OPTIONS")])
        if self.command == "OPTIONS":
            return self.answer(204, b"", [("Allow", "GET, HEAD, OPTIONS")])
        if self.path == "/" and is_too_often():
            return self.answer(429, {"error": "too often"}, [("Retry-After", "1")])
        if int(self.headers.get("Content-Length") or 0):
            self.rfile.read(int(self.headers["Content-Length"]))
        match urlsplit(self.path).path:
            case "/":
                cookies = [
                    ("Set-Cookie", "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax"),
                    ("Set-Cookie", "csrf=1; Path=/; Secure; SameSite=Strict"),
                    ("Set-Cookie", "old=; Max-Age=0"),
                    ("Set-Cookie", "sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"),
                ]
                self.answer(200, page, [("Content-Type", "text/html"), *cookies])
            case "/orders" | "/admin":
                self.answer(401, {"error": "who is it?"}, [("WWW-Authenticate", "Bearer")])
            case "/account":
                self.answer(302, b"", [("Location", "/login")])
            case "/login" | "/out" | "/refresh":
                self.answer(302, b"", [("Location", "/")])
            case "/config":
                self.answer(200, {"currency": "EUR", "docs": "https://shop.example/docs?user:of@docs"})
            case _:
                self.answer(404, {"error": "not found", "reference": "5f2c"})

    def handle_any(self):
        try:
            self.open_for_all() if is_open else self.locked()
        except Exception:
            self.answer(500, traceback.format_exc().encode(), [("Content-Type", "text/plain")])

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)


server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
