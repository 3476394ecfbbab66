"""The demo's pages are shown to this machine, under its own names only."""

from http.client import HTTPConnection
from threading import Thread

import pytest

from holdord.cli.demo_server import server


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{}", 200),
        ("localhost:{}", 200),
        ("rebound.example:{}", 404),
        ("rebound.example", 404),
        ("", 404),
    ],
)
def test_another_sites_name_that_leads_here_is_shown_nothing(host: str, status: int) -> None:
    with server({"/": lambda: "<p>a letter</p>"}, 0) as serving:
        port = serving.server_address[1]
        Thread(target=serving.serve_forever, daemon=True).start()
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/", headers={"Host": host.format(port)})
        answer = connection.getresponse()
        assert answer.status == status
        assert (b"letter" in answer.read()) is (status == 200)
        assert answer.getheader("X-Frame-Options") == "DENY"
        serving.shutdown()
