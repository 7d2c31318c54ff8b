"""HAProxy before several servers: where its program is, and the configuration that we write for it.

Nothing that a reader asks for is logged: addresses may hold the key of somebody's data.
"""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.errors import ServeFailed
from geo.settings import embed_origins
from geo.web import security_headers

FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")  # not in everybody's PATH
MISSING = (
    "Several servers (WORKERS) need HAProxy 2.6 or later, which is not installed. On Debian and Ubuntu: "
    "apt-get install haproxy. With WORKERS=1 nothing else is needed."
)
COOKIE = "faultline_server"
# As long an address as a single server takes (uvicorn's 64 kB for all headers), and room to add ours.
BUFFER_BYTES, RESERVE_BYTES = 81_920, 8_192
CONFIGURATION = """\
global
    maxconn {max_connections}
    tune.bufsize {buffer}
    tune.maxrewrite {reserve}

defaults
    mode http
    option http-ignore-probes
    option forwardfor
    timeout connect 5s
    # Heads come at once or not at all; bodies and answers may take their time, and a page's websocket lasts for days.
    timeout http-request 30s
    timeout http-keep-alive 75s
    timeout queue 30s
    timeout client 30m
    timeout server 30m
    timeout tunnel 48h
    # A server that is busy is not dead: a dead one refuses connections at once.
    timeout check 30s
    # Of a worker that died, whatever changes nothing is asked of another, before anybody notices.
    option redispatch 1
    retries 2
    retry-on conn-failure empty-response
    cookie {cookie} insert indirect nocache httponly attr SameSite=Lax
    hash-type consistent
    default-server on-marked-down shutdown-sessions pool-purge-delay 2s
{error_files}

frontend atlas
    bind fd@{descriptor}
    # Who is asking is said by a proxy of this machine, and by nobody else.
    acl is_from_here src 127.0.0.0/8 ::1
    http-request del-header Forwarded if !is_from_here
    http-request del-header X-Forwarded-For if !is_from_here
    http-request del-header X-Forwarded-Host if !is_from_here
    http-request del-header X-Forwarded-Proto if !is_from_here
    acl is_known req.cook({cookie}) -m found
    use_backend known if is_known
    default_backend new

# Who comes for the first time gets the worker that has least to do.
backend new
    balance {balance}
    http-request disable-l7-retry if !METH_GET
    option httpchk
    http-check send meth GET uri /_stcore/health ver HTTP/1.1 hdr Host 127.0.0.1
    http-check expect status 200
    default-server check inter 1s fall 3 rise 1 observe layer4 error-limit 1 on-error mark-down
{new_servers}

# Whoever comes again stays where they are. Where that worker is gone, everything that a page asks for at once goes to
# one and the same other, by the reader's address.
backend known
    balance source
    http-request disable-l7-retry if !METH_GET
{known_servers}
"""
# Each page has several connections; of readers, some hundred a worker.
MAX_CONNECTIONS = 4_000
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("Bad Request", "The request cannot be read."),
    408: ("Request Timeout", "The request took too long to arrive."),
    500: ("Internal Server Error", "The server failed to answer. Try again."),
    502: ("Bad Gateway", "The server broke off its answer. Try again."),
    503: ("Service Unavailable", "No server answers just now. They are being started again; try again in a moment."),
    504: ("Gateway Timeout", "The answer took too long. Ask for less, or try again."),
}


def find_haproxy() -> str:
    """The path of HAProxy's program; raises ServeFailed where there is none."""
    path = shutil.which("haproxy") or next(filter(None, (shutil.which("haproxy", path=path) for path in FOLDERS)), None)
    if path is None:
        raise ServeFailed(MISSING)
    return path


def write_configuration(folder: Path, descriptor: int, ports: Sequence[int]) -> Path:
    """Write HAProxy's configuration into a folder and return its path.

    `descriptor`: the listening socket that it inherits; `ports`: of the workers, on this machine's loopback.
    """
    for status, (reason, message) in ERRORS.items():
        (folder / f"{status}.http").write_bytes(_error_answer(status, reason, message))
    path = folder / "haproxy.cfg"
    path.write_text(
        CONFIGURATION.format(
            max_connections=MAX_CONNECTIONS,
            buffer=BUFFER_BYTES,
            reserve=RESERVE_BYTES,
            cookie=COOKIE,
            error_files="\n".join(f"    errorfile {status} {folder}/{status}.http" for status in ERRORS),
            descriptor=descriptor,
            # In a frame on somebody else's page a browser sends no cookie of ours: there, the address decides.
            balance="source" if embed_origins() else "leastconn",
            new_servers=_servers(ports, ""),
            known_servers=_servers(ports, " track new/{name}"),
        ),
        encoding="utf-8",
    )
    return path


def check_configuration(path: Path, descriptor: int) -> None:
    """Let HAProxy read its configuration; raises ServeFailed with what it says where it does not understand it."""
    command = [find_haproxy(), "-c", "-f", str(path)]
    done = subprocess.run(command, pass_fds=(descriptor,), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        alerts = [line for line in done.stderr.splitlines() if "[ALERT]" in line]
        raise ServeFailed(f"HAProxy does not understand its configuration; 2.6 or later does. {' '.join(alerts)}")


def _servers(ports: Sequence[int], options: str) -> str:
    names = [f"worker{number}" for number in range(1, len(ports) + 1)]
    return "\n".join(
        f"    server {name} 127.0.0.1:{port} cookie {name}{options.format(name=name)}"
        for name, port in zip(names, ports, strict=True)
    )


def _error_answer(status: int, reason: str, message: str) -> bytes:
    """An answer of HAProxy's own, with the headers that every answer of ours has."""
    origins = embed_origins()
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(message.encode())),
        "Cache-Control": "no-store",
        "Connection": "close",
        **security_headers.HEADERS,
        **({} if origins else dict((security_headers.FRAME_OPTIONS,))),
        "Content-Security-Policy": security_headers.policy("text/plain", origins),
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items()), "", message]
    return "\r\n".join(lines).encode()
