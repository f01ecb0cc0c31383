import type { Helper } from "./helper.ts";

/** How senders prove that they are the senders. Every comparison takes the same time whatever differs. */
export const PROOFS: Readonly<Record<string, Helper>> = {
  _hmac: {
    imports: ["import hashlib", "import hmac"],
    code: String.raw`def _hmac(secret: str, content: bytes) -> bytes:
    """Return the HMAC-SHA256 of the content."""
    return hmac.new(secret.encode(), content, hashlib.sha256).digest()`,
  },

  _is_equal: {
    imports: ["import hmac"],
    code: String.raw`def _is_equal(expected: str, given: str) -> bool:
    """Compare two proofs without telling by the time where they differ."""
    return hmac.compare_digest(expected.encode(), given.encode())`,
  },

  _is_recent: {
    imports: ["import time", "from datetime import datetime"],
    needs: ["TOLERANCE_SECONDS"],
    code: String.raw`def _is_recent(timestamp: str) -> bool:
    """Tell whether a time (seconds, milliseconds or ISO 8601) is within TOLERANCE_SECONDS of now."""
    try:
        sent = float(timestamp) if timestamp.isdecimal() else datetime.fromisoformat(timestamp).timestamp()
    except (OverflowError, ValueError):
        return False
    return abs(time.time() - (sent / 1000 if sent > 1e11 else sent)) <= TOLERANCE_SECONDS`,
  },
};

/** The sender's own way of signing, as the body of `_is_authentic(request)`; `secret` is the name of a constant. */
export const TIMESTAMPED = (
  header: string,
  secret: string,
): string => String.raw`    given = request.headers.get("${header}", "")
    fields = [field.strip().partition("=") for field in given.split(",")]
    timestamp = next((value for name, _, value in fields if name == "t"), "")
    expected = _hmac(${secret}, timestamp.encode() + b"." + request.body).hex()
    matches = [_is_equal(expected, value) for name, _, value in fields if name == "v1"]
    return _is_recent(timestamp) and any(matches)`;

export const SLACK = (
  secret: string,
): string => String.raw`    timestamp = request.headers.get("x-slack-request-timestamp", "")
    expected = "v0=" + _hmac(${secret}, b"v0:" + timestamp.encode() + b":" + request.body).hex()
    return _is_recent(timestamp) and _is_equal(expected, request.headers.get("x-slack-signature", ""))`;

export const HUBSPOT = (
  secret: string,
): string => String.raw`    timestamp = request.headers.get("x-hubspot-request-timestamp", "")
    content = f"{request.method}{urllib.parse.unquote(request.url)}".encode() + request.body + timestamp.encode()
    expected = base64.b64encode(_hmac(${secret}, content)).decode()
    return _is_recent(timestamp) and _is_equal(expected, request.headers.get("x-hubspot-signature-v3", ""))`;

export const TWILIO = (
  secret: string,
): string => String.raw`    fields = urllib.parse.parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    content = request.url + "".join(name + value for name, value in sorted(fields))
    digest = hmac.new(${secret}.encode(), content.encode(), "sha1").digest()
    return _is_equal(base64.b64encode(digest).decode(), request.headers.get("x-twilio-signature", ""))`;
