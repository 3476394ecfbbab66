"""A web server with TLS that somebody else runs: it keeps what it is sent and answers as it is told to."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path, name: str = "localhost", days: int = 2) -> Path:
    """A certificate that vouches for itself for some days, with its key, in one file."""
    file = folder / f"{name}.pem"
    if file.exists():
        return file
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@dataclass
class Call:
    """What came in."""

    path: str
    headers: Message
    body: bytes


@dataclass
class Receiver:
    """A running server; `drip` seconds between the bytes of its answer."""

    url: str
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    calls: list[Call] = field(default_factory=list)
    answering: Callable[[Call], tuple[int, bytes]] | None = None
    server: ThreadingHTTPServer | None = None

    def stop(self) -> None:
        """Nobody answers any more."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def start_receiver(certificate: Path | None) -> Receiver:
    """Begin to answer on a free port, with TLS where there is a certificate."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            call = Call(self.path, self.headers, self.rfile.read(length))
            receiver.calls.append(call)
            if receiver.answering:
                receiver.status, receiver.body = receiver.answering(call)
            self.send_response(receiver.status)
            for name, value in {"Content-Length": str(len(receiver.body)), **receiver.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not receiver.drip:
                self.wfile.write(receiver.body)
                return
            for number in range(len(receiver.body)):
                self.wfile.write(receiver.body[number : number + 1])
                time.sleep(receiver.drip)

        def do_HEAD(self) -> None:
            receiver.calls.append(Call(self.path, self.headers, b""))
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # the caller hung up

        def log_message(self, format: str, *args: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, address: object) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Answering)
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    receiver = Receiver(f"{scheme}://localhost:{server.server_address[1]}/notices", server=server)
    threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True).start()
    return receiver
