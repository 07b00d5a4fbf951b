"""A real nginx in a folder of its own, with the configuration that we ship or with a bare one."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHIPPED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
PATIENCE = 60.0  # seconds, for a machine that has much else to do

# Debian keeps it where only root looks for programs.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


def shipped_site(*, port: int, program_port: int, root: Path) -> str:
    """Return the configuration that we ship, with the council's own lines filled in."""
    return filled_in(
        SHIPPED.read_text(),
        {"server": f"127.0.0.1:{program_port}", "listen": f"127.0.0.1:{port}", "root": str(root)},
    )


def filled_in(configuration: str, values: dict[str, str]) -> str:
    """Return a configuration with the values of its lines marked "# yours" replaced."""

    def value(line: re.Match[str]) -> str:
        known = values.get(line["name"], line["value"])
        return f"{line['start']}{line['name']} {known}; # yours"

    marked = re.compile(r"^(?P<start> *)(?P<name>\w+) (?P<value>[^;\n]*); # yours.*$", re.MULTILINE)
    return marked.sub(value, configuration)


@contextmanager
def running_nginx(
    folder: Path, site: str, port: int, *, before: tuple[str, ...] = ()
) -> Iterator[int]:
    """Run nginx until the block ends; `before` is put before the command, such as taskset."""
    assert NGINX, "nginx is not installed"
    folder.mkdir(parents=True, exist_ok=True)
    # Started by root, its worker would be "nobody", who cannot read the folders of a test.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(MAIN.format(user=user, folder=folder, site=site))
    command = [*before, NGINX, "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
    with (folder / "stderr").open("wb") as said:
        server = subprocess.Popen(command, stderr=said)  # noqa: S603  # our own arguments
    try:
        wait_for(port, server, folder / "stderr")
        yield server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait_for(port: int, server: "subprocess.Popen[bytes]", said: Path) -> None:
    """Return when something listens on a port; raise with the server's last words if it ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended: {said.read_text()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"Nothing listens on {port} after {PATIENCE:.0f} s.")


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
