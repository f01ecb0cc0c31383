import type { Helper } from "./helper.ts";

/** What a function behind API Gateway needs: reading the request, answering, handling an event once. */
export const GATEWAY: Readonly<Record<string, Helper>> = {
  _HttpRequest: {
    imports: ["from dataclasses import dataclass"],
    code: String.raw`@dataclass(frozen=True)
class _HttpRequest:
    """A request as it came to API Gateway; the names of the headers are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    query: dict[str, str]
    body: bytes`,
  },

  _read_request: {
    imports: ["import base64", "import urllib.parse", "from typing import Any"],
    needs: ["_HttpRequest"],
    code: String.raw`def _read_request(event: dict[str, Any]) -> _HttpRequest:
    """Read an event of API Gateway, in payload format 1.0 or 2.0."""
    context = event.get("requestContext") or {}
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = event.get("queryStringParameters") or {}
    path = event.get("rawPath") or context.get("path") or event.get("path") or "/"
    search = event.get("rawQueryString") or urllib.parse.urlencode(query)
    host = context.get("domainName") or headers.get("host", "")
    content = event.get("body") or ""
    if not isinstance(content, str):
        raise ValueError("the body is no text")
    return _HttpRequest(
        method=(context.get("http") or {}).get("method") or event.get("httpMethod") or "POST",
        url=f"https://{host}{path}" + (f"?{search}" if search else ""),
        headers=headers,
        query=query,
        body=base64.b64decode(content) if event.get("isBase64Encoded") else content.encode(),
    )`,
  },

  _payload: {
    imports: ["import json", "import urllib.parse", "from typing import Any"],
    needs: ["_HttpRequest"],
    code: String.raw`def _payload(request: _HttpRequest) -> Any:
    """Read what was sent: JSON, the fields of a form, or the query where there is no body."""
    if not request.body:
        return dict(request.query)
    if "form-urlencoded" in request.headers.get("content-type", ""):
        fields = urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True)
        return dict(fields)
    return json.loads(request.body)`,
  },

  _response: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _response(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """Return an answer for API Gateway."""
    content = json.dumps(body, default=str)
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": content}`,
  },

  _claim: {
    imports: ["import time"],
    needs: ["IDEMPOTENCY_TABLE", "_SEEN", "_client", "CLAIM_SECONDS"],
    code: String.raw`def _claim(key: str) -> bool:
    """Claim an event for this run; False where it was handled already or is being handled.

    Without IDEMPOTENCY_TABLE only this warm environment remembers, which is no guarantee.
    """
    now = int(time.time())
    if not IDEMPOTENCY_TABLE:
        for old in [seen for seen, expires in _SEEN.items() if expires < now]:
            del _SEEN[old]
        fresh = key not in _SEEN
        _SEEN.setdefault(key, now + CLAIM_SECONDS)
        return fresh
    try:
        _client("dynamodb").put_item(
            TableName=IDEMPOTENCY_TABLE,
            Item={"id": {"S": key}, "expires_at": {"N": str(now + CLAIM_SECONDS)}},
            ConditionExpression="attribute_not_exists(id) OR expires_at < :now",
            ExpressionAttributeValues={":now": {"N": str(now)}},
        )
    except Exception as error:
        if getattr(error, "response", {}).get("Error", {}).get("Code") == "ConditionalCheckFailedException":
            return False
        raise
    return True`,
  },

  _was_handled: {
    imports: ["import time"],
    needs: ["IDEMPOTENCY_TABLE", "_SEEN", "_client"],
    code: String.raw`def _was_handled(key: str) -> bool:
    """Tell whether an event was handled to its end before.

    Without IDEMPOTENCY_TABLE only this warm environment remembers, which is no guarantee.
    """
    now = int(time.time())
    if not IDEMPOTENCY_TABLE:
        for old in [seen for seen, expires in _SEEN.items() if expires < now]:
            del _SEEN[old]
        return key in _SEEN
    found = _client("dynamodb").get_item(TableName=IDEMPOTENCY_TABLE, Key={"id": {"S": key}}, ConsistentRead=True)
    return int(found.get("Item", {}).get("expires_at", {}).get("N", "0")) > now`,
  },
  _settle: {
    imports: ["import time"],
    needs: ["IDEMPOTENCY_TABLE", "_SEEN", "_client", "REMEMBER_SECONDS"],
    code: String.raw`def _settle(key: str, *, done: bool) -> None:
    """Remember an event that was handled; forget one that failed, so that it may be sent again."""
    expires = int(time.time()) + REMEMBER_SECONDS if done else 0
    if not IDEMPOTENCY_TABLE:
        _SEEN[key] = expires
        return
    _client("dynamodb").put_item(
        TableName=IDEMPOTENCY_TABLE,
        Item={"id": {"S": key}, "expires_at": {"N": str(expires)}},
    )`,
  },

  _parsed: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _parsed(content: str) -> Any:
    """Read a message: JSON, or plain text under the key "message"."""
    try:
        value = json.loads(content)
    except ValueError:
        return {"message": content}
    return value if isinstance(value, dict | list) else {"message": content}`,
  },
};
