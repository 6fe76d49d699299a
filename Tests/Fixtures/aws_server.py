"""AWS on loopback: moto, with what it lacks in front of it.

Serves on the port that it is given until it is ended; without one it prints its port, and ends with its standard input.

  POST /faults      {"action": …, "count": …} and one of: code (with status, message, retryAfter), "html": status,
                    "body": text (with 200 and nothing else of an answer), "cut": true (the answer breaks off, and what was asked for is done), "delay": seconds,
                    "late": count of DescribeInstances that don't show what this RunInstances made
  DELETE /faults    no more of them
  POST /clock       {"skew": seconds}: signatures are checked against a clock that is so far ahead
  POST /launch      {"count": …, "tags": {…}}: so many instances of their own launches, as pages count launches
  POST /trail       {"user": ARN of who calls from now on with a key that is not Rondo's, "late": so many LookupEvents show
                    nothing}
  GET /calls        how often each action was called since the last time
  GET /violations   what of the requests botocore's description of the service does not know

What is ours here: idempotency by ClientToken, the faults, the clock, the check of parameters, and CloudTrail's
LookupEvents, whose shapes are checked both ways against botocore's description. All else is moto's.
"""

import base64
import datetime
import io
import json
import os
import re
import sys
import threading
import time
import uuid
import xml.etree.ElementTree
from email.utils import formatdate
from urllib.parse import parse_qsl, urlencode

os.environ.setdefault("MOTO_ENABLE_AMI_VALIDATION", "true")
os.environ.setdefault("MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "true")
os.environ.setdefault("MOTO_ENABLE_KEYPAIR_VALIDATION", "true")

import botocore.loaders
import botocore.model
import botocore.validate
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>{}</Code><Message>{}</Message></Error>'
    "</Errors><RequestID>00000000-0000-4000-8000-000000000000</RequestID></Response>"
)
S3_ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{}</Code><Message>{}</Message>'
    "<RequestId>00000000-0000-4000-8000-000000000000</RequestId></Error>"
)
MISMATCH = "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."



def tags_of(resource):
    """What moto answers, looked up by the resource: moto goes through all tags of all resources for each."""
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(resource.id), "") if resource.id else ""
    tags = resource.ec2_backend.tags.get(resource.id, {}) if resource.id else {}
    return [{"resource_id": resource.id, "key": k, "value": v, "resource_type": kind} for k, v in tags.items()]


TaggedEC2Resource.get_tags = tags_of
moto = DomainDispatcherApplication(create_backend_app)
lock = threading.Lock()
faults, tokens, calls, violations = [], {}, {}, []
clock = {"skew": 0}
hidden = {}


class Description:
    """Checks flat parameters of the query protocols against botocore's description of a service."""

    def __init__(self, service, version):
        data = botocore.loaders.Loader().load_service_model(service, "service-2", version)
        self.model = botocore.model.ServiceModel(data, service)
        self.is_ec2 = self.model.metadata["protocol"] == "ec2"

    def name(self, member, shape):
        written = shape.serialization
        if self.is_ec2 and "queryName" in written:
            return written["queryName"]
        name = written.get("name", member)
        return name[0].upper() + name[1:] if self.is_ec2 else name

    def check(self, action, fields):
        if action not in self.model.operation_names:
            return [f"{action}: no such action"]
        shape = self.model.operation_model(action).input_shape
        found = []
        given = set()
        for key, value in fields:
            if key in ("Action", "Version"):
                continue
            problem = self.walk(shape, key.split("."), value)
            given.add(key.split(".")[0])
            if problem:
                found.append(f"{action}: {key}={value[:60]}: {problem}")
        for member in shape.required_members if shape else []:
            if self.name(member, shape.members[member]) not in given:
                found.append(f"{action}: {member} is missing")
        return found

    def walk(self, shape, path, value):
        if shape is None:
            return "takes no parameters"
        if shape.type_name == "structure":
            if not path:
                return "is a structure"
            for member, inner in shape.members.items():
                if self.name(member, inner) == path[0]:
                    return self.walk(inner, path[1:], value)
            return f"no parameter `{path[0]}`"
        if shape.type_name == "list":
            if path and not self.is_ec2 and not shape.serialization.get("flattened"):
                if path[0] != shape.member.serialization.get("name", "member"):
                    return f"`{path[0]}` in a list"
                path = path[1:]
            if not path or not path[0].isdigit():
                return "is a list"
            return self.walk(shape.member, path[1:], value)
        if path:
            return f"`{path[0]}` below a value"
        if shape.type_name == "boolean" and value not in ("true", "false"):
            return "is no boolean"
        if shape.type_name in ("integer", "long") and not value.lstrip("-").isdigit():
            return "is no number"
        if shape.type_name in ("double", "float"):
            try:
                float(value)
            except ValueError:
                return "is no number"
        if shape.type_name == "timestamp" and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value):
            return "is no time"
        # Types of instances are many, and the description is older than some.
        if getattr(shape, "enum", None) and shape.name != "InstanceType" and value not in shape.enum:
            return "is none of its values"
        return None


class RESTDescription:
    """Checks requests of S3's REST API against botocore's description: query, headers and body."""

    SIGNING = {"x-amz-date", "x-amz-content-sha256", "x-amz-security-token"}

    def __init__(self):
        data = botocore.loaders.Loader().load_service_model("s3", "service-2", "2006-03-01")
        self.model = botocore.model.ServiceModel(data, "s3")

    def action(self, method, key, query):
        """Which operation a request is, by its method and what its query names."""
        if "lifecycle" in query:
            return {"GET": "GetBucketLifecycleConfiguration", "PUT": "PutBucketLifecycleConfiguration"}.get(
                method, "DeleteBucketLifecycle")
        if "uploads" in query:
            return "ListMultipartUploads" if method == "GET" else "CreateMultipartUpload"
        if "uploadId" in query:
            return {"PUT": "UploadPart", "POST": "CompleteMultipartUpload", "DELETE": "AbortMultipartUpload"}.get(
                method, "ListParts")
        if not key:
            return "ListObjectsV2" if query.get("list-type") else "HeadBucket"
        return {"PUT": "PutObject", "GET": "GetObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}.get(method, method)

    def check(self, action, env, query, body):
        if action not in self.model.operation_names:
            return [f"{action}: no such action"]
        operation = self.model.operation_model(action)
        shape = operation.input_shape
        uri = operation.http["requestUri"]
        names = set(dict(parse_qsl(uri.partition("?")[2], keep_blank_values=True)))
        headers, found = set(), []
        for member, inner in shape.members.items():
            name = inner.serialization.get("name", member)
            if inner.serialization.get("location") == "querystring":
                names.add(name)
            if inner.serialization.get("location") == "header":
                headers.add(name.lower())
        # Each algorithm has a header of its own, which few operations list.
        if operation.http_checksum.get("requestAlgorithmMember"):
            headers |= {"x-amz-checksum-sha256"}
        found += [f"{action}: no parameter `{name}`" for name in query if name not in names]
        for name in env:
            header = name[5:].lower().replace("_", "-") if name.startswith("HTTP_X_AMZ") else None
            if header and header not in headers | self.SIGNING:
                found.append(f"{action}: no header `{header}`")
        payload = shape.serialization.get("payload")
        if payload and shape.members[payload].type_name == "structure" and body:
            inner = shape.members[payload]
            root = xml.etree.ElementTree.fromstring(body)
            wanted = inner.serialization["name"]
            if root.tag != "{%s}%s" % (inner.serialization["xmlNamespace"]["uri"], wanted):
                found.append(f"{action}: the body is {root.tag}, not {wanted}")
            found += [f"{action}: {problem}" for problem in self.walk(inner, root)]
        return found

    def walk(self, shape, element):
        if shape.type_name == "structure":
            members = {}
            for member, inner in shape.members.items():
                name = inner.serialization.get("name", member)
                members[name] = inner.member if inner.type_name == "list" else inner
            for child in element:
                name = child.tag.partition("}")[2]
                if name not in members:
                    yield f"no element `{name}`"
                else:
                    yield from self.walk(members[name], child)
        elif shape.type_name in ("integer", "long") and not (element.text or "").isdigit():
            yield f"`{element.text}` is no number"
        elif getattr(shape, "enum", None) and element.text not in shape.enum:
            yield f"`{element.text}` is none of its values"


buckets = RESTDescription()
descriptions = {
    "2016-11-15": Description("ec2", "2016-11-15"),
    "2011-06-15": Description("sts", "2011-06-15"),
    "2010-08-01": Description("cloudwatch", "2010-08-01"),
}


KMS = "TrentService."
TRAIL = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
# Whom moto takes everybody for.
MOTO = "arn:aws:sts::123456789012:user/moto"
# What changes an instance.
TRACED = ("RunInstances", "TerminateInstances", "StopInstances", "StartInstances", "ModifyInstanceAttribute",
          "CreateTags", "DeleteTags")
trail = {"user": MOTO, "late": 0, "events": []}


def trace(action, fields, env, out):
    """Writes an event of a call down, as CloudTrail shows it."""
    names = {value for key, value in fields if re.fullmatch(r"(InstanceId|ResourceId|InstanceId\.\d+|ResourceId\.\d+)", key)}
    if action == "RunInstances":
        names = set(re.findall(r"<instanceId>([^<]+)<", out.decode()))
    agent = env.get("HTTP_USER_AGENT", "")
    arn = MOTO if agent.startswith("rondo") else trail["user"]
    now = time.time()
    record = {
        "eventVersion": "1.10", "eventSource": "ec2.amazonaws.com", "eventName": action, "awsRegion": region(env),
        "eventTime": datetime.datetime.fromtimestamp(now, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "userIdentity": {"type": "IAMUser", "arn": arn, "accountId": arn.split(":")[4], "userName": arn.split("/")[-1]},
        "userAgent": agent, "sourceIPAddress": "192.0.2.7",
    }
    event = {
        "EventId": str(uuid.uuid4()), "EventName": action, "ReadOnly": "false", "EventTime": now,
        "EventSource": "ec2.amazonaws.com", "Username": arn.split("/")[-1], "CloudTrailEvent": json.dumps(record),
        "Resources": [{"ResourceType": "AWS::EC2::Instance", "ResourceName": name} for name in sorted(names)],
    }
    with lock:
        trail["events"].insert(0, (region(env), event))


def region(env):
    """Of the scope that a call is signed for."""
    return (env.get("HTTP_AUTHORIZATION", "").split("/") + [""] * 3)[2]


def look_up(env, body):
    """The events of a resource, the newest first, in pages."""
    model = botocore.model.ServiceModel(
        botocore.loaders.Loader().load_service_model("cloudtrail", "service-2", "2013-11-01"), "cloudtrail")
    operation = model.operation_model("LookupEvents")
    request = json.loads(body)
    report = botocore.validate.ParamValidator().validate(request, operation.input_shape)
    if report.has_errors():
        violations.append(f"LookupEvents: {report.generate_report()}")
    if request.get("StartTime", 0) > request.get("EndTime", time.time()):
        violations.append("LookupEvents: InvalidTimeRangeException")
    if trail["late"] > 0:
        trail["late"] -= 1
        return {"Events": []}
    (wanted,) = request["LookupAttributes"]
    found = [
        event for place, event in trail["events"]
        if place == region(env) and wanted["AttributeKey"] == "ResourceName"
        and any(resource["ResourceName"] == wanted["AttributeValue"] for resource in event["Resources"])
        and request.get("StartTime", 0) <= event["EventTime"] <= request.get("EndTime", time.time() + 1)
    ]
    begin, size = int(request.get("NextToken", "0")), request.get("MaxResults", 50)
    out = {"Events": found[begin : begin + size]}
    if begin + size < len(found):
        out["NextToken"] = str(begin + size)
    report = botocore.validate.ParamValidator().validate(out, operation.output_shape)
    if report.has_errors():
        raise RuntimeError(report.generate_report())
    return out


def check_json(service, version, action, body):
    """Checks a request of the JSON protocol against botocore's description of its service."""
    model = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model(service, "service-2", version), service)
    shape = model.operation_model(action).input_shape
    given = json.loads(body)
    # In JSON a blob is base64; the description wants bytes.
    for name, member in shape.members.items():
        if member.type_name == "blob" and name in given:
            given[name] = base64.b64decode(given[name], validate=True)
    report = botocore.validate.ParamValidator().validate(given, shape)
    if report.has_errors():
        yield f"{action}: {report.generate_report()}"
    for name in given.keys() - shape.members.keys():
        yield f"{action}: {name} is not known"


def answer(start, status, body, kind="text/xml;charset=UTF-8", headers=()):
    body = body.encode() if isinstance(body, str) else body
    start(f"{status} X", [("Content-Type", kind), ("Content-Length", str(len(body))), *headers])
    return [body]


def through(env):
    kept = {}

    def start(status, headers, _=None):
        kept.update(status=status, headers=headers)
        return lambda _: None

    body = b"".join(moto(env, start))
    return kept["status"], kept["headers"], body


def fault(action):
    with lock:
        for entry in faults:
            if entry["action"] in (action, "*") and entry["count"] > 0:
                entry["count"] -= 1
                return entry
    return None


def skewed(env):
    """Whether a signature's time is more than five minutes off."""
    if not clock["skew"]:
        return False
    stamp = env.get("HTTP_X_AMZ_DATE", "")
    try:
        signed = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc).timestamp()
    except ValueError:
        return True
    return abs(signed - (time.time() + clock["skew"])) > 300


def application(env, start):
    count = int(env.get("CONTENT_LENGTH") or 0)
    body = env["wsgi.input"].read(count) if count else b""
    env["wsgi.input"] = io.BytesIO(body)
    path = env["PATH_INFO"]
    if path == "/faults":
        with lock:
            if env["REQUEST_METHOD"] == "DELETE":
                faults.clear()
                return answer(start, 200, "{}", "application/json")
            faults.append(json.loads(body))
        return answer(start, 200, "{}", "application/json")
    if path == "/clock":
        clock.update(json.loads(body))
        return answer(start, 200, "{}", "application/json")
    if path == "/launch":
        launch(**json.loads(body))
        return answer(start, 200, "{}", "application/json")
    if path == "/trail":
        trail.update(json.loads(body))
        return answer(start, 200, "{}", "application/json")
    if path == "/calls":
        with lock:
            told = dict(calls)
            calls.clear()
        return answer(start, 200, json.dumps(told), "application/json")
    if path == "/violations":
        return answer(start, 200, json.dumps(violations), "application/json")
    is_form = "form" in (env.get("CONTENT_TYPE") or "")
    fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True) if is_form else []
    given = dict(fields)
    action = given.get("Action") or env.get("HTTP_X_AMZ_TARGET", "").split(".")[-1] or env["REQUEST_METHOD"]
    is_s3 = "/s3/aws4_request" in env.get("HTTP_AUTHORIZATION", "")
    query = dict(parse_qsl(env.get("QUERY_STRING", ""), keep_blank_values=True))
    if is_s3:
        action = buckets.action(env["REQUEST_METHOD"], path.strip("/").partition("/")[2], query)
    # Only what Rondo sends is counted and checked.
    is_ours = env.get("HTTP_USER_AGENT", "").startswith("rondo")
    is_trail = env.get("HTTP_X_AMZ_TARGET") == TRAIL
    is_kms = env.get("HTTP_X_AMZ_TARGET", "").startswith(KMS)
    if is_ours and is_kms:
        with lock:
            violations.extend(check_json("kms", "2014-11-01", action, body))
    if is_ours and (is_form or is_trail or is_kms):
        with lock:
            calls[action] = calls.get(action, 0) + 1
            description = descriptions.get(given.get("Version"))
            if description:
                violations.extend(description.check(action, fields))
    if is_ours and is_s3:
        with lock:
            calls[action] = calls.get(action, 0) + 1
            violations.extend(buckets.check(action, env, query, body))
    if is_ours and skewed(env):
        date = formatdate(time.time() + clock["skew"], usegmt=True)
        return answer(start, 400, ERROR.format("RequestExpired", "Request has expired."), headers=[("Date", date)])
    wanted = fault(action) if is_ours else None
    if wanted and "delay" in wanted:
        time.sleep(wanted["delay"])
    if wanted and "html" in wanted:
        return answer(start, wanted["html"], "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
    if wanted and "body" in wanted:
        return answer(start, 200, wanted["body"])
    if wanted and "code" in wanted:
        headers = [("Retry-After", str(wanted["retryAfter"]))] if "retryAfter" in wanted else []
        text = (S3_ERROR if is_s3 else ERROR).format(wanted["code"], wanted.get("message", wanted["code"]))
        if is_trail or is_kms:
            text = json.dumps({"__type": wanted["code"], "message": wanted.get("message", wanted["code"])})
        return answer(start, wanted.get("status", 503), text, headers=headers)
    if is_trail:
        return answer(start, 200, json.dumps(look_up(env, body)), "application/x-amz-json-1.1")
    status, headers, out = idempotent(env, action, given, fields)
    if action in TRACED and status.startswith("200"):
        trace(action, fields, env, out)
    if wanted and "late" in wanted and status.startswith("200"):
        with lock:
            for part in out.decode().split("<instanceId>")[1:]:
                hidden[part.split("<")[0]] = wanted["late"]
    if action == "DescribeInstances" and is_ours:
        out = without_hidden(out)
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(out))))
    if wanted and wanted.get("cut"):
        start(status, [("Content-Type", "text/xml"), ("Content-Length", str(len(out) + 1_000))])
        return [out[: len(out) // 2]]
    start(status, headers)
    return [out]


def launch(count, tags):
    """One launch an instance, with its number in place of `#` in the values of tags."""
    for number in range(count):
        fields = {"Action": "RunInstances", "Version": "2016-11-15", "ImageId": "ami-12c6146b", "MinCount": "1",
                  "MaxCount": "1", "InstanceType": "t3.micro", "TagSpecification.1.ResourceType": "instance"}
        for index, (name, value) in enumerate(tags.items(), 1):
            fields[f"TagSpecification.1.Tag.{index}.Key"] = name
            fields[f"TagSpecification.1.Tag.{index}.Value"] = value.replace("#", str(number))
        body = urlencode(fields).encode()
        scope = "Credential=AKIAEXAMPLE/20300101/us-east-1/ec2/aws4_request"
        status, _, out = through({
            "REQUEST_METHOD": "POST", "PATH_INFO": "/", "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80", "HTTP_HOST": "ec2.us-east-1.amazonaws.com", "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        })
        if not status.startswith("200"):
            raise RuntimeError(f"{status} {out[:300]}")


def without_hidden(out):
    """Lists that are late: reservations of instances that are not shown yet."""
    with lock:
        if not any(hidden.values()):
            return out
        text = out.decode()
        head, *items = text.split("<reservationId>")
        for name in [name for name, left in hidden.items() if left > 0]:
            hidden[name] -= 1
            for index, item in enumerate(items):
                if f"<instanceId>{name}</instanceId>" in item:
                    items[index] = item.replace("rondo:installation", "hidden:installation")
        return "<reservationId>".join([head, *items]).encode()


def idempotent(env, action, given, fields):
    token = given.get("ClientToken")
    if action != "RunInstances" or not token:
        return through(env)
    key = (env.get("HTTP_AUTHORIZATION", "").split("/")[0], token)
    same = tuple(sorted(fields))
    with lock:
        if key in tokens:
            if tokens[key][0] != same:
                text = ERROR.format("IdempotentParameterMismatch", MISMATCH).encode()
                return "400 X", [("Content-Type", "text/xml"), ("Content-Length", str(len(text)))], text
            return tokens[key][1:]
        result = through(env)
        if result[0].startswith("200"):
            tokens[key] = (same, *result)
        return result


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass

    def send_response(self, code, message=None):
        # Without a date of its own.
        self.send_response_only(code, message)


server = make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0, application, threaded=True, request_handler=Quiet)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
if len(sys.argv) > 1:
    threading.Event().wait()
sys.stdin.read()
os._exit(0)
