"""A real sshd on this machine, set up as docs/ssh.md says, and the client's words to reach it."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.docs import markdown
from tests.ends.pseudoterminal import PATIENCE

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SSH, KEYGEN = shutil.which("ssh"), shutil.which("ssh-keygen")
SEPARATION = Path("/run/sshd")  # a server started by root wants this folder, which the system's own makes
CONFIG = """\
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/learner.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv {environment}
{documented}
"""


def missing() -> str:
    """Why there can be no server here; empty when there can."""
    lacking = [name for name, path in (("sshd", SSHD), ("ssh", SSH), ("ssh-keygen", KEYGEN)) if path is None]
    if lacking:
        return f"OpenSSH is not installed here: no {', '.join(lacking)}"
    if os.geteuid() == 0 and not SEPARATION.is_dir():
        return f"sshd as root needs the folder {SEPARATION}, which is not here"
    return ""


def documented(user: str, program: str, alive: int) -> str:
    """The Match block of docs/ssh.md for this user and this program; it asks every ``alive`` seconds who is there."""
    block = next(f.text for f in markdown.fences(markdown.read("docs/ssh.md")) if f.text.startswith("Match User"))
    for name, here in (("learner", user), ("/opt/tuidl/bin/tuidl", program), ("Interval 15", f"Interval {alive}")):
        assert block.count(name) == 1, block
        block = block.replace(name, here)
    return block


class Server:
    """Listens on loopback, with keys of its own, until it is closed."""

    def __init__(self, folder: Path, environment: Mapping[str, str], alive: int = 15) -> None:
        assert SSHD is not None
        assert KEYGEN is not None
        self._folder, self._user, self.port = folder, getpass.getuser(), _free_port()
        for name in ("host", "learner"):
            subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        given = {"PYTHONPATH": str(markdown.ROOT), **environment}
        config = folder / "sshd_config"
        config.write_text(
            CONFIG.format(
                port=self.port,
                folder=folder,
                environment=" ".join(f"{name}={value}" for name, value in given.items()),
                documented=documented(self._user, f"{sys.executable} -m tuidl", alive),
            )
        )
        subprocess.run([SSHD, "-t", "-f", str(config)], check=True)
        self.log = folder / "log"
        self._process = subprocess.Popen([SSHD, "-D", "-f", str(config), "-E", str(self.log)])
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0) as line:
                if line.recv(4) == b"SSH-":
                    return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)
        raise AssertionError(f"sshd does not answer: {self.log.read_text()}")

    def client(self, *options: str) -> tuple[str, ...]:
        """The command that connects."""
        assert SSH is not None
        fixed = (
            "BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=no", "LogLevel=ERROR",
            f"UserKnownHostsFile={self._folder / 'known'}",
        )  # fmt: skip
        words = [word for option in fixed for word in ("-o", option)]
        key = ("-i", str(self._folder / "learner"), "-p", str(self.port))
        return (SSH, "-F", os.devnull, *words, *key, *options, f"{self._user}@127.0.0.1")

    def close(self) -> None:
        """No new connections; those that are there end with their clients."""
        self._process.terminate()
        self._process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
