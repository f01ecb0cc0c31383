"""Runs generated modules as Lambda would, with every way out of them led to this process.

Each line of standard input is a JSON list of jobs, each line of standard output the list of what happened. HTTPS goes to a server of this
process, which records the requests and answers as the job says; boto3, the database drivers and google.auth are the
stand-ins of `stubs`; SMTP and IMAP are recorded. Nothing leaves the machine.

A job: {name, code, env, events, answers: [{method, host, path, status, headers, body}], aws, rows}.
"""

import contextlib
import http.client
import imaplib
import io
import json
import os
import re
import smtplib
import socket
import ssl
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

sys.path.insert(0, str(Path(__file__).parent / "stubs"))

import boto3  # noqa: E402
import pymongo  # noqa: E402
import sql_recorder  # noqa: E402

REQUESTS = []
MAILS = []
STATE = {"answers": []}
MAILBOX_MESSAGE = b"From: ada@example.com\r\nSubject: Hello\r\n\r\nText of the mail\r\n"


class Recorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer goes out in one piece: two would wait for each other's acknowledgement.
    wbufsize = -1

    def log_message(self, *_args):
        pass

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        host = self.headers.get("Host", "")
        REQUESTS.append(
            {
                "method": self.command,
                "host": host,
                "path": address.path,
                "query": dict(parse_qsl(address.query, keep_blank_values=True)),
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": body.decode("utf-8", "replace"),
            }
        )
        chosen = next((each for each in STATE["answers"] if self._fits(each, host, address.path)), {})
        if chosen.get("once"):
            STATE["answers"].remove(chosen)
        content = chosen.get("body", {})
        data = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(chosen.get("status", 200))
        for name, value in chosen.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def _fits(self, answer, host, path):
        return (
            answer.get("method", self.command) == self.command
            and answer.get("host", host) == host
            and re.fullmatch(answer.get("path", ".*"), path) is not None
        )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer


class MailServer:
    """Records what is sent, whichever way it comes."""

    def __init__(self, host="", port=0, **_options):
        self._mail = {"host": host, "port": port, "tls": False}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False

    def starttls(self, **_options):
        self._mail["tls"] = True

    def login(self, user, password):
        self._mail["login"] = [user, password]

    def send_message(self, message):
        headers = {name.lower(): str(message[name]) for name in ("From", "To", "Subject")}
        MAILS.append({**self._mail, **headers, "body": message.get_content()})


class Mailbox:
    """One unread message in every folder."""

    def __init__(self, host="", **_options):
        self._host = host

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False

    def login(self, user, password):
        MAILS.append({"imap": self._host, "login": [user, password]})

    def select(self, folder):
        return ("OK", [b"1"])

    def search(self, _charset, _criterion):
        return ("OK", [b"1"])

    def fetch(self, _number, _parts):
        return ("OK", [(b"1 (BODY[] {9}", MAILBOX_MESSAGE), b")"])

    def store(self, number, change, flag):
        MAILS.append({"stored": [number, change, flag]})


def lead_everything_here():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def connect(connection):
        connection.sock = socket.create_connection(server.server_address)

    # Nothing is encrypted here, and reading the machine's certificates takes longer than running a workflow.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ssl.create_default_context = lambda **_options: context
    http.client.HTTPConnection.connect = connect
    http.client.HTTPSConnection.connect = connect
    smtplib.SMTP = smtplib.SMTP_SSL = MailServer
    imaplib.IMAP4_SSL = Mailbox


def run(job):
    databases = (sql_recorder.STATEMENTS, sql_recorder.ROWS, pymongo.OPERATIONS, pymongo.DOCUMENTS)
    for record in (REQUESTS, MAILS, boto3.CALLS, boto3.CLAIMED, *databases):
        record.clear()
    boto3.ANSWERS = job.get("aws", {})
    sql_recorder.ROWS.extend(job.get("rows", []))
    pymongo.DOCUMENTS.extend(job.get("rows", []))
    STATE["answers"] = list(job.get("answers", []))
    before = dict(os.environ)
    os.environ.update({"RETRY_DELAYS": "0,0,0", "MAX_DELAY_SECONDS": "0", **job.get("env", {})})
    logs = io.StringIO()
    result = {"name": job["name"], "answers": []}
    try:
        with contextlib.redirect_stdout(logs):
            module = types.ModuleType("handler")
            # Dataclasses look their module up by its name.
            sys.modules["handler"] = module
            exec(compile(job["code"], job["name"], "exec"), module.__dict__)
            for event in job.get("events", []):
                result["answers"].append(module.lambda_handler(event, None))
    except Exception as error:  # what the module lets through is a result like any other
        result["error"] = f"{type(error).__name__}: {error}"
    finally:
        os.environ.clear()
        os.environ.update(before)
    result |= {
        "requests": list(REQUESTS),
        "aws": list(boto3.CALLS),
        "mails": list(MAILS),
        "sql": list(sql_recorder.STATEMENTS),
        "mongodb": list(pymongo.OPERATIONS),
        "log": logs.getvalue(),
    }
    return json.loads(json.dumps(result, default=str))


def main():
    lead_everything_here()
    output = sys.stdout
    for line in sys.stdin:
        print(json.dumps([run(job) for job in json.loads(line)]), file=output, flush=True)


main()
