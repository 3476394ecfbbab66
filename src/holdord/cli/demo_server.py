"""The demo's report at an address on this machine: that page and nothing else, to nobody else."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from holdord.cli.desk import Desk


def server(page: bytes, port: int) -> ThreadingHTTPServer:
    """A server of one page on 127.0.0.1, not yet running; raises Refused when the port is taken."""
    from holdord.workflows.office import refuse

    class Page(BaseHTTPRequestHandler):
        """Answers `/` with the page."""

        def do_GET(self) -> None:
            found = self.path in ("/", "/index.html")
            body = page if found else b"nothing here"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8" if found else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Page)
    except OSError:
        help = "name another one with --port"
        raise refuse("port-taken", f"port {port} is in use on this machine", help) from None


def show(desk: Desk, page: bytes, port: int) -> None:
    """Serve the page until interrupted."""
    with server(page, port) as serving:
        desk.say(f"The report is at http://127.0.0.1:{serving.server_port}/  (Ctrl+C ends)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            desk.say()
