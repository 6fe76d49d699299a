"""An API of one operation with its OpenAPI document: `broken` does not keep to it, `kept` does.

Prints its port, and ends when its standard input does, so that it can't outlive the tests.
"""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

is_broken = sys.argv[1] == "broken"
error = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
order = {
    "type": "object",
    "required": ["id", "state"],
    "properties": {"id": {"type": "integer"}, "state": {"type": "string"}},
}


def content(schema):
    return {"description": ".", "content": {"application/json": {"schema": schema}}}


document = {
    "openapi": "3.0.3",
    "info": {"title": "Orders", "version": "1"},
    "paths": {
        "/orders/{id}": {
            "get": {
                "operationId": "getOrder",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": 99}}
                ],
                "responses": {"200": content(order), "400": content(error), "404": content(error)},
            }
        }
    },
}


class Orders(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, value, headers=()):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers]:
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/openapi.json":
            return self.answer(200, document)
        found = re.fullmatch(r"/orders/([^/]*)", path)
        if not found:
            return self.answer(404, {"error": "not found"})
        if not re.fullmatch(r"[0-9]{1,9}", found[1]) or not 1 <= int(found[1]) <= 99:
            return self.answer(400, {"error": "no id"})
        if is_broken and int(found[1]) == 1:
            return self.answer(500, {"error": "out of range"})
        number = int(found[1])
        self.answer(200, {"id": str(number) if is_broken else number, "state": "placed"})

    def __getattr__(self, name):
        if name.startswith("do_"):
            return lambda: self.answer(405, {"error": "not allowed"}, [("Allow", "GET")])
        raise AttributeError(name)


server = ThreadingHTTPServer(("127.0.0.1", 0), Orders)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
