"""Web servers that nobody here wrote, on one port: httpbin, an OAuth server of oauthlib below `/oauth/`, and botocore's
judgement of AWS signatures below `/aws/SERVICE/`.

Prints its port, and ends when its standard input does, so that it can't outlive the tests.
"""

import os
import sys
import threading
from base64 import b64decode
from urllib.parse import unquote_plus

import httpbin
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from flask import Flask, request
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

# On loopback there is no TLS.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


class Validator(RequestValidator):
    """Knows the client `shop` with the secret `pass:word/+`, and the scopes `orders` and `prices`."""

    def authenticate_client(self, request, *arguments, **keywords):
        kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return False
        user, _, password = b64decode(encoded).decode().partition(":")
        request.client = type("Client", (), {"client_id": unquote_plus(user)})
        return unquote_plus(user) == "shop" and unquote_plus(password) == "pass:word/+"

    def validate_grant_type(self, client_id, grant_type, client, request, *arguments, **keywords):
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id, request, *arguments, **keywords):
        return ["orders"]

    def validate_scopes(self, client_id, scopes, client, request, *arguments, **keywords):
        return set(scopes) <= {"orders", "prices"}

    def save_bearer_token(self, token, request, *arguments, **keywords):
        tokens[token["access_token"]] = token["scope"]


tokens = {}
oauth = Flask("oauth")
endpoint = BackendApplicationServer(Validator())


@oauth.post("/token")
def token():
    headers, body, status = endpoint.create_token_response(
        request.url, request.method, request.get_data(as_text=True), dict(request.headers))
    return body, status, headers


@oauth.get("/orders")
def orders():
    scope = tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
    return {"scope": scope, "tokens": len(tokens)}, 200 if scope else 401


aws = Flask("aws")
aws.url_map.merge_slashes = False


@aws.route("/<service>/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "DELETE"])
@aws.route("/<service>/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def signed(service, rest):
    """Signs what was received anew, with the same headers and the same time, and compares."""
    given = request.headers.get("Authorization", "")
    names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                              request.headers.get("X-Amz-Security-Token"))
    again = AWSRequest(request.method, f"http://{request.host}{request.environ['REQUEST_URI']}",
                       headers={name: request.headers[name] for name in names if name != "host"}, data=request.get_data())
    again.context["timestamp"] = request.headers["X-Amz-Date"]
    auth = (S3SigV4Auth if service == "s3" else SigV4Auth)(credentials, service, "eu-west-1")
    canonical = auth.canonical_request(again)
    signature = auth.signature(auth.string_to_sign(again, canonical), again)
    holds = given.endswith("Signature=" + signature) and "/eu-west-1/" in given
    return {"holds": holds, "signed": names, "canonical": canonical}, 200 if holds else 403


server = make_server("127.0.0.1", 0, DispatcherMiddleware(httpbin.app, {"/oauth": oauth, "/aws": aws}), threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.buffer.read()
