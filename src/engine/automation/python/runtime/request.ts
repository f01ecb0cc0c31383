import type { Helper } from "./helper.ts";

/** Calls over HTTP by the standard library alone, and the proofs that they carry. */
export const REQUEST: Readonly<Record<string, Helper>> = {
  _RetryLaterError: {
    needs: ["WorkflowError"],
    code: String.raw`class _RetryLaterError(WorkflowError):
    """A failure that may pass by itself; "after" is the wait that the other side asks for, in seconds."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after`,
  },

  _with_retries: {
    imports: ["import time", "from collections.abc import Callable", "from typing import Any"],
    needs: ["_RetryLaterError", "RETRY_DELAYS", "MAX_WAIT_SECONDS"],
    code: String.raw`def _with_retries(call: Callable[[], Any]) -> Any:
    """Make a call again after each of RETRY_DELAYS while its failure may pass."""
    for delay in RETRY_DELAYS:
        try:
            return call()
        except _RetryLaterError as error:
            if error.after > MAX_WAIT_SECONDS:
                raise
            time.sleep(max(delay, error.after))
    return call()`,
  },

  _SafeRedirects: {
    imports: ["import urllib.parse", "import urllib.request", "from typing import Any"],
    code: String.raw`class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects, but hand the credentials in the headers to no other host."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request and urllib.parse.urlsplit(newurl)[:2] != urllib.parse.urlsplit(req.full_url)[:2]:
            request.headers = {name: value for name, value in request.headers.items() if name == "Accept"}
        return request`,
  },

  _request: {
    imports: [
      "import functools",
      "import json",
      "import urllib.parse",
      "import urllib.request",
      "from typing import Any",
    ],
    needs: ["WorkflowError", "_send", "_with_retries"],
    code: String.raw`def _request(
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
    json_body: Any = None,
    form: dict[str, Any] | None = None,
    raw: str | bytes | None = None,
    answer: str = "json",
) -> Any:
    """Call an API and return its answer."""
    if urllib.parse.urlsplit(url).scheme not in ("https", "http"):
        raise WorkflowError("only http and https addresses can be called")
    if query:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
    sent = {"Accept": "application/json" if answer == "json" else "*/*", "User-Agent": "workflow/1.0"}
    body: bytes | None = None
    if json_body is not None:
        body = json.dumps(json_body, default=str).encode()
        sent["Content-Type"] = "application/json"
    elif form is not None:
        body = urllib.parse.urlencode(form).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    elif raw is not None:
        body = raw if isinstance(raw, bytes) else raw.encode()
        sent["Content-Type"] = "application/octet-stream" if isinstance(raw, bytes) else "text/plain; charset=utf-8"
    request = urllib.request.Request(url, data=body, headers=sent | (headers or {}), method=method)  # noqa: S310
    return _with_retries(functools.partial(_send, request, answer))`,
  },

  _up_or_down: {
    imports: ["from typing import Any"],
    needs: ["WorkflowError", "_request"],
    code: String.raw`def _up_or_down(url: str, headers: dict[str, str] | None = None) -> dict[str, str]:
    """Say whether an address answers; that it does not is an answer too."""
    try:
        _request("GET", url, headers=headers, answer="text")
    except WorkflowError as error:
        return {"status": "down", "text": f"{url} is down: {error}", "url": url}
    return {"status": "up", "text": f"{url} is up", "url": url}`,
  },

  _send: {
    imports: [
      "import http.client",
      "import json",
      "import urllib.error",
      "import urllib.request",
      "from typing import Any",
    ],
    needs: ["WorkflowError", "_OPENER", "_RetryLaterError", "_seconds", "MAX_ANSWER_BYTES", "TIMEOUT_SECONDS"],
    code: String.raw`def _send(request: urllib.request.Request, answer: str) -> Any:
    """Send a request once and read the answer."""
    name = f"{request.get_method()} {request.host}"
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            content = response.read(MAX_ANSWER_BYTES)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 429 or error.code >= 500:
                raise _RetryLaterError(f"{name} answered {error.code}", _seconds(error.headers)) from None
            raise WorkflowError(f"{name} answered {error.code}", error.code) from None
    except (OSError, http.client.HTTPException) as error:
        raise _RetryLaterError(f"{name} could not be reached: {type(error).__name__}") from None
    if answer == "bytes":
        return content
    text = content.decode("utf-8", "replace")
    if answer == "text":
        return text
    if answer == "lines":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    try:
        return json.loads(text) if text.strip() else {}
    except ValueError:
        return {"text": text}`,
  },

  _seconds: {
    imports: ["import email.utils", "import time", "from typing import Any"],
    code: String.raw`def _seconds(headers: Any) -> float:
    """Read Retry-After: seconds, or the date until which to wait."""
    value = headers.get("Retry-After", "")
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        return max(email.utils.parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return 0.0`,
  },

  _refuse_error: {
    imports: ["from typing import Any"],
    needs: ["WorkflowError"],
    code: String.raw`def _refuse_error(tool: str, error: Any) -> None:
    """Raise where an answer of status 200 tells of a failure."""
    if error is None or error in ("", [], {}, False, 0):
        return
    reason = f": {error}" if isinstance(error, str) and error.replace("_", "").isalnum() else ""
    raise WorkflowError(f"{tool} refused the call{reason}")`,
  },

  _quote: {
    imports: ["import urllib.parse", "from typing import Any"],
    needs: ["_text"],
    code: String.raw`def _quote(value: Any) -> str:
    """Write a value as one piece of a path."""
    return urllib.parse.quote(_text(value), safe=":@!")`,
  },

  _path: {
    imports: ["import urllib.parse", "from typing import Any"],
    needs: ["_text"],
    code: String.raw`def _path(value: Any) -> str:
    """Write a value as the rest of a path."""
    return urllib.parse.quote(_text(value).lstrip("/"), safe="/:@!?&=%")`,
  },

  _related: {
    imports: ["import json", "import uuid", "from typing import Any"],
    code: String.raw`def _related(metadata: Any, content: str | bytes, content_type: str) -> tuple[bytes, str]:
    """Return the body and the type of an upload that is JSON followed by a file (RFC 2387)."""
    boundary = uuid.uuid4().hex
    file = content if isinstance(content, bytes) else content.encode()
    head = f"--{boundary}\r\nContent-Type: application/json\r\n\r\n{json.dumps(metadata)}\r\n"
    head += f"--{boundary}\r\nContent-Type: {content_type}\r\n\r\n"
    body = head.encode() + file + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/related; boundary={boundary}"`,
  },

  _firestore: {
    imports: ["from typing import Any"],
    code: String.raw`def _firestore(value: Any) -> dict[str, Any]:
    """Write a value as Firestore types it."""
    if value is None:
        return {"nullValue": None}
    if isinstance(value, bool):
        return {"booleanValue": value}
    if isinstance(value, int):
        return {"integerValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, dict):
        return {"mapValue": {"fields": {str(name): _firestore(item) for name, item in value.items()}}}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_firestore(item) for item in value]}}
    return {"stringValue": str(value)}`,
  },

  _records: {
    imports: ["from typing import Any"],
    code: String.raw`def _records(rows: Any) -> list[dict[str, Any]]:
    """Read rows as dicts by the names in the first of them, in lower case with underscores."""
    if not rows:
        return []
    names = [str(name).strip().lower().replace(" ", "_") for name in rows[0]]
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]`,
  },

  _basic: {
    imports: ["import base64"],
    code: String.raw`def _basic(user: str, password: str) -> str:
    """Return the Authorization header of a user and a password."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()`,
  },

  _cached_token: {
    imports: ["import time", "from collections.abc import Callable", "from typing import Any"],
    needs: ["WorkflowError", "_TOKENS"],
    code: String.raw`def _cached_token(key: tuple[str, ...], fetch: Callable[[], Any]) -> str:
    """Return an access token, fetched anew a minute before it expires."""
    token, expires = _TOKENS.get(key, ("", 0.0))
    if time.time() < expires - 60:
        return token
    answer = fetch()
    token = answer.get("access_token", "")
    if not token:
        raise WorkflowError("no access token was given")
    _TOKENS[key] = (token, time.time() + float(answer.get("expires_in", 300)))
    return token`,
  },

  _google_token: {
    imports: ["import functools", "import json", "import time", "from typing import Any"],
    needs: ["WorkflowError", "_cached_token", "_request", "GOOGLE_OAUTH_BASE"],
    code: String.raw`def _google_token(service_account: str, scope: str, subject: str = "") -> str:
    """Return an access token of a Google service account, in the name of a user where "subject" names one."""
    from google.auth import crypt, jwt

    try:
        account = json.loads(service_account)
        signer = crypt.RSASigner.from_service_account_info(account)
        claims: dict[str, Any] = {"iss": account["client_email"], "scope": scope, "aud": f"{GOOGLE_OAUTH_BASE}/token"}
    except (KeyError, TypeError, ValueError):
        raise WorkflowError("the Google service account is not its JSON key file") from None
    now = int(time.time())
    claims |= {"iat": now, "exp": now + 3600} | ({"sub": subject} if subject else {})
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(signer, claims).decode(),
    }
    fetch = functools.partial(_request, "POST", f"{GOOGLE_OAUTH_BASE}/token", form=form)
    return _cached_token((account["client_email"], scope, subject), fetch)`,
  },

  _oauth2_token: {
    imports: ["import functools"],
    needs: ["_basic", "_cached_token", "_request"],
    code: String.raw`def _oauth2_token(url: str, grant: dict[str, str], client: tuple[str, str], client_in: str) -> str:
    """Return an access token for the client's credentials or a refresh token (RFC 6749)."""
    headers = {"Authorization": _basic(*client)} if client_in == "basic" else None
    form = grant if client_in == "basic" else grant | {"client_id": client[0], "client_secret": client[1]}
    fetch = functools.partial(_request, "POST", url, headers=headers, form=form)
    return _cached_token((url, *client, *grant.values()), fetch)`,
  },

  _session_token: {
    imports: ["from typing import Any"],
    needs: ["_cached_token", "_request"],
    code: String.raw`def _session_token(url: str, login: dict[str, str], key: str, seconds: int) -> str:
    """Return the token of a session, opened anew when it is so many seconds old."""

    def fetch() -> dict[str, Any]:
        return {"access_token": _request("POST", url, json_body=login).get(key, ""), "expires_in": seconds}

    return _cached_token((url, *login.values()), fetch)`,
  },

  _oauth1_header: {
    imports: ["import base64", "import hmac", "import time", "import urllib.parse", "import uuid"],
    code: String.raw`def _oauth1_header(method: str, url: str, client: tuple[str, str], token: tuple[str, str]) -> str:
    """Return the Authorization header that signs a request with HMAC-SHA1 (RFC 5849); the body is not signed."""

    def quote(value: str) -> str:
        return urllib.parse.quote(value, safe="-._~")

    fields = {
        "oauth_consumer_key": client[0],
        "oauth_nonce": uuid.uuid4().hex,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(time.time())),
        "oauth_token": token[0],
        "oauth_version": "1.0",
    }
    address, _, query = url.partition("?")
    pairs = sorted((quote(name), quote(value)) for name, value in [*fields.items(), *urllib.parse.parse_qsl(query)])
    signed = "&".join([method, quote(address), quote("&".join(f"{name}={value}" for name, value in pairs))])
    key = f"{quote(client[1])}&{quote(token[1])}"
    digest = hmac.new(key.encode(), signed.encode(), "sha1").digest()
    fields["oauth_signature"] = base64.b64encode(digest).decode()
    return "OAuth " + ", ".join(f'{name}="{quote(value)}"' for name, value in sorted(fields.items()))`,
  },
};
