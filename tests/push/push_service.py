"""A push service of the tests' own, over TLS on this machine, and a browser that reads what comes (RFC 8291)."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from server.agenda.fetching import Policy
from server.push import webpush

HOME, PLACE = "127.0.0.1", "push.example.org"


@dataclass
class Phone:
    """A browser's side of a subscription."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes at"

    @property
    def keys(self) -> dict[str, str]:
        """What it tells the server."""
        point = webpush.point_of(self.key.public_key())
        return {"p256dh": webpush.to_text(point), "auth": webpush.to_text(self.auth)}

    def read(self, body: bytes) -> bytes:
        """Return the message of a body."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        assert (size, length) == (4096, 65)
        point, text = body[21:86], body[86:]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        info = b"WebPush: info\0" + webpush.point_of(self.key.public_key()) + point
        secret = HKDF(hashes.SHA256(), 32, self.auth, info).derive(self.key.exchange(ec.ECDH(), sender))
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        padded = AESGCM(key).decrypt(nonce, text, None)
        assert padded.endswith(b"\2")
        return padded[:-1]


@dataclass
class Service:
    """What came, and how it answers by path."""

    port: int
    certificate: Path
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Return an endpoint."""
        return f"https://{PLACE}:{self.port}{path}"

    def policy(self, **changes: Any) -> Policy:
        """Return a policy to which this service is public and everything else is not."""
        values: dict[str, Any] = {
            "is_allowed": lambda number: number == HOME,
            "resolve": lambda name, _port: [HOME] if name == PLACE else [],
            "ports": {self.port},
            "tls": lambda: ssl.create_default_context(cafile=str(self.certificate)),
            "total_seconds": 60,
        }
        return Policy(**(values | changes))


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """Serve for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.statuses.get(self.path, 201))
            self.send_header("Location", "https://127.0.0.1/inside")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    certificate = _certificate(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = ThreadingHTTPServer((HOME, 0), Handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    service = Service(server.server_address[1], certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).add_extension(x509.SubjectAlternativeName([x509.DNSName(PLACE)]), critical=False)
    now = datetime.now(UTC)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    path = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return path
