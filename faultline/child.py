"""A child process that is started again when it ends, less and less often where it ends at once."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from geo.core.log_setup import say_to_operator

# By judgement: who lives for ten seconds did not fail to start.
SETTLED_SECONDS, MAX_PAUSE_SECONDS = 10.0, 30.0
PATIENCE_SECONDS = 10.0  # for an end in peace
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Child:
    """A program to run, what messages call it, and the process that runs it now.

    `user`: who it runs as, where we may choose; `descriptors`: the files that it inherits.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    user: str | None = None
    descriptors: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _due: float = field(default=0.0, init=False)
    _n_failures: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the process; raises OSError."""
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            pass_fds=self.descriptors,
            start_new_session=True,  # an interrupt from the terminal is ours to pass on
            preexec_fn=_die_with_parent,
        )

    @property
    def exit_code(self) -> int | None:
        """How the process ended; None while it runs."""
        return self.process.poll() if self.process else None

    def mend(self) -> None:
        """Start the process again where it has ended, at once or after a pause."""
        if self.process and self.exit_code is not None:
            self._plan_restart(self.exit_code)
        if self.process is None and time.monotonic() >= self._due:
            with suppress(OSError):  # no memory, no processes: the next time perhaps
                self.start()

    def _plan_restart(self, exit_code: int) -> None:
        is_settled = time.monotonic() - self._started > SETTLED_SECONDS
        self._n_failures = 0 if is_settled else self._n_failures + 1
        pause = min(MAX_PAUSE_SECONDS, 2.0**self._n_failures) if self._n_failures else 0.0
        self._due, self.process = time.monotonic() + pause, None
        when = f"in {pause:.0f} seconds" if pause else "now"
        say_to_operator(f"{self.name} ended (exit code {exit_code}); it is started again {when}.")

    def ask_to_end(self) -> None:
        """Ask the process to end."""
        if self.process:
            self.process.terminate()

    def end(self) -> None:
        """Wait until the process has ended, and end it where that takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    """In the child: end when the supervisor does, even where it is killed. Linux alone knows this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def unprivileged_user(names: Sequence[str]) -> str | None:
    """The first of these users that there is, where we are root; else None: we stay who we are."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in names if name in known), None) if os.getuid() == 0 else None
