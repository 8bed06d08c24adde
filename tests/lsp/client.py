"""An editor's side of the protocol: raw JSON-RPC over the command's standard streams."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

PATIENCE = 60.0
URI = "file:///lesson/square.yaml"


@dataclass
class Editor:
    """Speaks with one server, which it started."""

    process: subprocess.Popen[bytes]
    messages: Queue[dict[str, Any]] = field(default_factory=Queue)
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    version: int = 0

    def listen(self) -> None:
        """Read what the server says until it is silent for good."""
        out = self.process.stdout
        assert out is not None
        while header := out.readline():
            length = 0
            while header.strip():
                name, _, number = header.partition(b":")
                length = int(number) if name.lower() == b"content-length" else length
                header = out.readline()
            self.messages.put(json.loads(out.read(length)))

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def tell(self, method: str, **params: Any) -> None:
        self.send(method=method, params=params)

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request."""
        self.asked += 1
        self.send(id=self.asked, method=method, params=params or None)
        while True:
            message = self.next()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self.set_aside.append(message)

    def next(self) -> dict[str, Any]:
        try:
            return self.messages.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("the server says nothing") from None

    # -- a file --------------------------------------------------------------------------------

    def open(self, text: str, uri: str = URI) -> None:
        self.version += 1
        document = {"uri": uri, "languageId": "yaml", "version": self.version, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)

    def change(self, *changes: dict[str, Any], uri: str = URI) -> None:
        self.version += 1
        document = {"uri": uri, "version": self.version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=list(changes))

    def replace(self, text: str) -> None:
        """Put another text in place of the file's."""
        self.change({"text": text})

    def at(self, request: str, line: int, character: int, **more: Any) -> Any:
        """Ask about a place; the protocol counts from 0."""
        return self.ask(
            f"textDocument/{request}",
            textDocument={"uri": URI},
            position={"line": line, "character": character},
            **more,
        )

    def diagnostics(self, says: str = "") -> list[dict[str, Any]]:
        """The next ones that are of the newest version, and have a code or say something."""
        while True:
            message = self.set_aside.pop(0) if self.set_aside else self.next()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                said = "\n".join(f"{d['code']}: {d['message']}" for d in params["diagnostics"])
                if params.get("version") in (None, self.version) and says in said:
                    found: list[dict[str, Any]] = params["diagnostics"]
                    return found

    def mended(self, line: int) -> list[dict[str, Any]]:
        """The quick fixes of a line."""
        place = {"line": line, "character": 6}
        found: list[dict[str, Any]] = self.ask(
            "textDocument/codeAction",
            textDocument={"uri": URI},
            range={"start": place, "end": place},
            context={"diagnostics": []},
        )
        return found


@contextmanager
def editor(*options: str, encodings: list[str] | None = None) -> Iterator[Editor]:
    """An editor with a server that has said hello; both say goodbye in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", "--lsp", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    made = Editor(process)
    threading.Thread(target=made.listen, daemon=True).start()
    try:
        general = {"positionEncodings": encodings} if encodings else {}
        made.ask("initialize", processId=None, rootUri=None, capabilities={"general": general})
        made.tell("initialized")
        yield made
        made.ask("shutdown")
        made.send(method="exit")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.communicate()
