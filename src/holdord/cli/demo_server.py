"""The demo's pages at an address on this machine: a few pages and nothing else, to nobody else."""

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from holdord.cli.desk import Desk

Pages = Mapping[str, Callable[[], str]]
"""What makes the page at each path, anew each time it is asked for."""

HERE = ("127.0.0.1", "localhost")


def server(pages: Pages, port: int) -> ThreadingHTTPServer:
    """A server of pages on 127.0.0.1, not yet running; raises Refused when the port is taken."""
    from holdord.workflows.office import refuse

    class Page(BaseHTTPRequestHandler):
        """Answers the paths there are."""

        def do_GET(self) -> None:
            # Another site's page can have its own name lead here, and read what it finds (DNS rebinding).
            here = self.headers.get("Host", "").rpartition(":")[0] in HERE
            made = pages.get(self.path) if here else None
            body = made().encode() if made else b"nothing here"
            self.send_response(200 if made else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8" if made else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("X-Frame-Options", "DENY")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Page)
    except OSError:
        help = "name another one with --port"
        raise refuse("port-taken", f"port {port} is in use on this machine", help) from None


def show(desk: Desk, serving: ThreadingHTTPServer) -> None:
    """Serve until interrupted."""
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        desk.say()
