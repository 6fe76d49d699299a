"""A GraphQL server over HTTP by graphql-core, the Python port of the reference implementation.

`/graphql` answers as GraphQL over HTTP has it, `/legacy` with status 200 whatever happened, `/closed` tells no schema,
`/check` says what the reference implementation refuses of an operation. Prints its port, and ends when its standard
input does, so that it can't outlive the tests.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from graphql import GraphQLError, build_schema, graphql_sync, parse, validate
from graphql.execution.values import get_variable_values
from graphql.utilities import get_operation_ast
from graphql.validation import NoSchemaIntrospectionCustomRule, specified_rules

SCHEMA = build_schema('''
  directive @cached(seconds: Int!, scope: Scope = OWN) on FIELD
  enum Scope { OWN ALL }
  enum Currency { EUR JPY }
  scalar Time
  interface Node { id: ID! }
  type Line implements Node { id: ID! sku: String! count: Int! }
  type Cart implements Node { id: ID! lines(first: Int = 10, after: ID): [Line!]! total(currency: Currency!): Float }
  type Note { text: String! at: Time }
  union Found = Line | Note
  input LineInput { sku: String!, count: Int = 1, tags: [String!], at: Time }
  input Filter { currency: Currency, lines: [LineInput!], min: Float, not: Filter }
  type Query {
    cart(id: ID!): Cart
    node(id: ID!): Node
    find(text: String! = "x", limit: Int): [Found!]!
    carts(filter: Filter, ids: [ID!]): [Cart!]!
    matrix(rows: [[Int!]!]): Int
    fails: String
  }
  type Mutation { add(cart: ID!, line: LineInput!): Cart! }
''')


class Line:
    def __init__(self, id, sku, count=1):
        self.id, self.sku, self.count = id, sku, count


class Cart:
    def __init__(self, id):
        self.id = id

    def lines(self, info, first=10, after=None):
        return [Line("l1", "A1"), Line("l2", "B2", 2)][:first]

    def total(self, info, currency):
        return 12.5 if currency == "EUR" else 2000.0


class Root:
    def cart(self, info, id):
        return Cart(id)

    def carts(self, info, filter=None, ids=None):
        return [Cart(id) for id in ids or []]

    def add(self, info, cart, line):
        return Cart(cart)

    def fails(self, info):
        raise GraphQLError("the backend is gone")


def check(asked):
    try:
        document = parse(asked["query"])
    except GraphQLError as error:
        return [error.message]
    errors = [error.message for error in validate(SCHEMA, document)]
    if errors:
        return errors
    operation = get_operation_ast(document, asked.get("operationName"))
    if operation is None:
        return ["no such operation"]
    values = get_variable_values(SCHEMA, operation.variable_definitions or [], asked.get("variables") or {})
    return [error.message for error in values] if isinstance(values, list) else []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, value, kind="application/json"):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Type") != "application/json":
            return self.answer(415, {"errors": [{"message": "only application/json is taken"}]})
        asked = json.loads(sent)
        if self.path == "/check":
            errors = check(asked)
            return self.answer(200, {"valid": not errors, "errors": errors})
        if self.path == "/closed":
            errors = validate(SCHEMA, parse(asked["query"]), [*specified_rules, NoSchemaIntrospectionCustomRule])
            if errors:
                return self.answer(200, {"errors": [{"message": error.message} for error in errors]})
        result = graphql_sync(
            SCHEMA, asked["query"], Root(), variable_values=asked.get("variables"),
            operation_name=asked.get("operationName"))
        answer = result.formatted
        modern = "application/graphql-response+json" in self.headers.get("Accept", "")
        if self.path == "/legacy" or not modern:
            return self.answer(200, answer)
        # A request error has no data, and then the status is one too (GraphQL over HTTP 6.4.2).
        self.answer(200 if result.data is not None else 400, answer, "application/graphql-response+json")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
