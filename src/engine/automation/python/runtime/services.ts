import type { Helper } from "./helper.ts";

/** The databases differ in the module that speaks to them and in what it calls things. */
const database = (name: string, driver: string, port: number, tls: string, timeout: string): Helper => ({
  imports: ["import json", "import ssl", "import urllib.parse", "from typing import Any", `import ${driver}`],
  needs: ["MAX_ROWS", "TIMEOUT_SECONDS"],
  code: String.raw`def ${name}(url: str, statement: str, parameters: list[Any]) -> list[dict[str, Any]]:
    """Run a statement in a transaction of its own and return the rows, if it has any."""
    address = urllib.parse.urlsplit(url)
    options = dict(urllib.parse.parse_qsl(address.query))
    tls = None if options.get("sslmode") == "disable" else ssl.create_default_context()
    connection = ${driver}.connect(
        host=address.hostname or "localhost",
        port=address.port or ${String(port)},
        user=urllib.parse.unquote(address.username or ""),
        password=urllib.parse.unquote(address.password or ""),
        database=urllib.parse.unquote(address.path.lstrip("/")),
        ${tls}=tls,
        ${timeout}=TIMEOUT_SECONDS,
    )
    values = [json.dumps(value, default=str) if isinstance(value, dict | list) else value for value in parameters]
    try:
        cursor = connection.cursor()
        cursor.execute(statement, values)
        rows = cursor.fetchmany(MAX_ROWS) if cursor.description else []
        names = [column[0] for column in cursor.description or []]
        connection.commit()
        return [dict(zip(names, row, strict=True)) for row in rows]
    finally:
        connection.close()`,
});

/** AWS, mail, databases and feeds. */
export const SERVICES: Readonly<Record<string, Helper>> = {
  _stored_file: {
    imports: ["from typing import Any"],
    needs: ["MAX_ANSWER_BYTES", "_client", "_pick"],
    code: String.raw`def _stored_file(record: Any) -> bytes:
    """Return what stands in the file that an event of S3 names."""
    bucket, key = _pick(record, "s3", "bucket", "name"), _pick(record, "s3", "object", "key")
    return _client("s3").get_object(Bucket=bucket, Key=key)["Body"].read(MAX_ANSWER_BYTES)`,
  },

  _client: {
    imports: ["import functools", "from typing import Any", "import boto3"],
    code: String.raw`@functools.cache
def _client(service: str) -> Any:
    """Return the client of an AWS service, made when first needed and kept while the function is warm."""
    return boto3.client(service)`,
  },

  _attribute_value: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _attribute_value(value: Any) -> dict[str, Any]:
    """Write a value as DynamoDB types it."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": json.dumps(value)}
    if isinstance(value, dict):
        return {"M": {str(name): _attribute_value(item) for name, item in value.items()}}
    if isinstance(value, list):
        return {"L": [_attribute_value(item) for item in value]}
    return {"S": str(value)}`,
  },

  _attribute_values: {
    imports: ["from typing import Any"],
    needs: ["_attribute_value"],
    code: String.raw`def _attribute_values(item: dict[str, Any]) -> dict[str, Any]:
    """Write a dict as the attributes of a DynamoDB item."""
    return {name: _attribute_value(value) for name, value in item.items()}`,
  },

  _plain_value: {
    imports: ["from decimal import Decimal", "from typing import Any"],
    code: String.raw`def _plain_value(attribute: dict[str, Any]) -> Any:
    """Read a value that DynamoDB has typed."""
    kind, value = next(iter(attribute.items()))
    if kind == "N":
        # Up to 38 digits: an id that is a number must not lose its last ones.
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == "NS":
        return [_plain_value({"N": each}) for each in value]
    if kind == "M":
        return {name: _plain_value(item) for name, item in value.items()}
    if kind == "L":
        return [_plain_value(item) for item in value]
    return None if kind == "NULL" else value`,
  },

  _plain_values: {
    imports: ["from typing import Any"],
    needs: ["_plain_value"],
    code: String.raw`def _plain_values(found: Any) -> Any:
    """Read the attributes of a DynamoDB item, or of each of a list of items."""
    if isinstance(found, list):
        return [_plain_values(item) for item in found]
    return {name: _plain_value(value) for name, value in found.items()} if isinstance(found, dict) else found`,
  },

  _table_change: {
    imports: ["from typing import Any"],
    needs: ["_plain_values"],
    code: String.raw`def _table_change(record: dict[str, Any]) -> dict[str, Any]:
    """Read a record of a DynamoDB stream: what happened, and the item before and after it as plain values."""
    change = record.get("dynamodb") or {}
    keys, new, old = (_plain_values(change.get(part)) for part in ("Keys", "NewImage", "OldImage"))
    return {
        "event_name": record.get("eventName"),
        "event_id": record.get("eventID"),
        "table": (record.get("eventSourceARN") or "").partition(":table/")[2].partition("/")[0],
        "keys": keys,
        # As it is now, or as it was before it was removed; a stream of keys alone has no more than these.
        "item": new or old or keys,
        "new_image": new,
        "old_image": old,
    }`,
  },

  _with_id: {
    imports: ["import uuid", "from typing import Any"],
    code: String.raw`def _with_id(item: dict[str, Any]) -> dict[str, Any]:
    """Give an item the key "id" as text: its own, or a new one."""
    return item | {"id": str(item.get("id") or uuid.uuid4())}`,
  },

  _send_mail: {
    imports: ["import smtplib", "import ssl", "from email.message import EmailMessage", "from typing import Any"],
    needs: ["_RetryLaterError", "_number", "_with_retries", "TIMEOUT_SECONDS"],
    code: String.raw`def _send_mail(server: tuple[str, str], login: tuple[str, str], sender: str, to: str, subject: str, body: str) -> Any:
    """Send a mail over SMTP: port 465 is TLS from the start, any other STARTTLS."""
    message = EmailMessage()
    message["From"], message["To"] = " ".join(sender.split()), " ".join(to.split())
    message["Subject"] = " ".join(subject.split())
    message.set_content(body)
    host, port = server[0], int(_number(server[1]) or 587)
    context = ssl.create_default_context()

    def send() -> dict[str, Any]:
        try:
            if port == 465:
                connection = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
            else:
                connection = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
            with connection:
                if port != 465:
                    connection.starttls(context=context)
                connection.login(*login)
                connection.send_message(message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, ConnectionError, TimeoutError) as error:
            raise _RetryLaterError(f"the mail server could not be reached: {type(error).__name__}") from None
        return {"to": to, "subject": subject}

    return _with_retries(send)`,
  },

  _message: {
    imports: ["import email", "import email.policy", "from typing import Any"],
    code: String.raw`def _message(content: bytes) -> dict[str, Any]:
    """Read a mail as it came over the wire."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return {
        "from": str(message.get("From", "")),
        "to": str(message.get("To", "")),
        "subject": str(message.get("Subject", "")),
        "date": str(message.get("Date", "")),
        "message_id": str(message.get("Message-ID", "")),
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() or "" for part in message.iter_attachments()],
    }`,
  },

  _read_mail: {
    imports: ["import imaplib", "import ssl", "from typing import Any"],
    needs: ["WorkflowError", "_message", "MAX_MAILS", "TIMEOUT_SECONDS"],
    code: String.raw`def _read_mail(host: str, login: tuple[str, str], folder: str) -> list[dict[str, Any]]:
    """Read the unread mails of a folder over IMAP and mark them as read."""
    if any(character in folder for character in '"\\\r\n'):
        raise WorkflowError("the name of the mail folder is not valid")
    with imaplib.IMAP4_SSL(host, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS) as mailbox:
        mailbox.login(*login)
        if mailbox.select(f'"{folder}"')[0] != "OK":
            raise WorkflowError("the mail folder does not exist")
        mails = []
        for number in mailbox.search(None, "UNSEEN")[1][0].split()[:MAX_MAILS]:
            _, parts = mailbox.fetch(number.decode(), "(BODY.PEEK[])")
            content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            mails.append(_message(content))
            mailbox.store(number.decode(), "+FLAGS", "\\Seen")
        return mails`,
  },

  _identifier: {
    imports: ["import re", "from typing import Any"],
    needs: ["WorkflowError"],
    code: String.raw`def _identifier(name: Any, quote: str) -> str:
    """Quote the name of a table or column; what is no plain name is refused."""
    if not re.fullmatch(r"[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62})?", str(name), re.ASCII):
        raise WorkflowError("the name of a table or column is not valid")
    return ".".join(f"{quote}{part}{quote}" for part in str(name).split("."))`,
  },

  _column: {
    imports: ["import re", "from typing import Any"],
    code: String.raw`def _column(name: Any) -> str:
    """Return a field's name as that of a column: "05. price" is price, as some services number their fields."""
    numbered = re.fullmatch(r"\d{1,3}\. ([A-Za-z][\w ]{0,60})", str(name), re.ASCII)
    return numbered[1].replace(" ", "_") if numbered else str(name)`,
  },

  _row: {
    imports: ["from typing import Any"],
    needs: ["WorkflowError", "_column", "_identifier"],
    code: String.raw`def _row(values: dict[str, Any], quote: str) -> str:
    """Return the columns and placeholders of a row that is inserted."""
    if not values:
        raise WorkflowError("there is nothing to insert")
    columns = ", ".join(_identifier(_column(name), quote) for name in values)
    return f"({columns}) VALUES ({', '.join(['%s'] * len(values))})"`,
  },

  _postgresql: database("_postgresql", "pg8000.dbapi", 5432, "ssl_context", "timeout"),
  _mysql: database("_mysql", "pymysql", 3306, "ssl", "connect_timeout"),

  _collection: {
    imports: ["import functools", "from typing import Any", "import pymongo"],
    needs: ["TIMEOUT_SECONDS"],
    code: String.raw`@functools.cache
def _mongodb(url: str) -> Any:
    """Return the client of a MongoDB server, kept while the function is warm."""
    return pymongo.MongoClient(url, timeoutMS=int(TIMEOUT_SECONDS * 1000))


def _collection(url: str, name: str) -> Any:
    """Return a collection of the database that the address names."""
    return _mongodb(url).get_default_database("test")[name]`,
  },

  _documents: {
    imports: ["from collections.abc import Iterable", "from typing import Any"],
    code: String.raw`def _documents(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return documents with their ids as text."""
    return [{**document, "_id": str(document.get("_id", ""))} for document in found]`,
  },

  _lines: {
    imports: ["from typing import Any"],
    code: String.raw`def _lines(elements: Any, key: str, wanted: str, part: str) -> str:
    """Return the texts of the elements of one kind, a line each."""
    return "\n".join(element.get(part, "") for element in elements or [] if element.get(key) == wanted)`,
  },

  _feed: {
    imports: ["import xml.etree.ElementTree as ElementTree", "from typing import Any"],
    needs: ["WorkflowError", "_request", "MAX_ROWS"],
    code: String.raw`def _feed(url: str) -> list[dict[str, Any]]:
    """Read the entries of an RSS or Atom feed, newest first."""
    content = _request("GET", url, answer="text")
    if "<!ENTITY" in content:
        raise WorkflowError("a feed that declares entities is not read")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities are refused above, the size is bounded
    except ElementTree.ParseError:
        raise WorkflowError("the feed is not XML") from None
    entries = [element for element in root.iter() if element.tag.rpartition("}")[2] in ("item", "entry")]
    return [_feed_entry(entry) for entry in entries[:MAX_ROWS]]


def _feed_entry(entry: ElementTree.Element) -> dict[str, Any]:
    """Read an entry by the names that RSS and Atom have for its parts."""
    fields: dict[str, str] = {}
    for element in entry:
        name = element.tag.rpartition("}")[2]
        fields.setdefault(name, (element.text or "").strip() or element.get("href", ""))
    link = fields.get("link", "")
    return {
        "title": fields.get("title", ""),
        "link": link,
        "summary": fields.get("description") or fields.get("summary") or fields.get("content", ""),
        "published": fields.get("pubDate") or fields.get("published") or fields.get("updated", ""),
        "id": fields.get("guid") or fields.get("id") or link,
    }`,
  },

  _summary: {
    imports: ["import re"],
    code: String.raw`def _summary(text: str, sentences: int = 3) -> str:
    """Return the first sentences of a text."""
    return " ".join(re.split(r"(?<=[.!?])\s+", text.strip())[:sentences])`,
  },
};

/** `_client` where no step calls AWS: boto3 is only loaded once a table for idempotency is configured. */
export const LATE_CLIENT: Helper = {
  imports: ["import functools", "from typing import Any"],
  code: String.raw`@functools.cache
def _client(service: str) -> Any:
    """Return the client of an AWS service; boto3 is loaded when it is first needed."""
    import boto3

    return boto3.client(service)`,
};
