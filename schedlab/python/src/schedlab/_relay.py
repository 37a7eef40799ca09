"""Between schedlab and a policy in another Python process: copies lines, nothing else.

``schedlab.run(policy=MyPolicy())`` starts the program with this module as the policy's command. The socket is found by
the program's process id, so that the command, and with it the record, is the same in every run.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from pathlib import Path

CONNECT_SECONDS = 30.0


def folder() -> Path:
    """Folder of the sockets, which nobody else may enter."""
    path = Path(tempfile.gettempdir()) / f"schedlab-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(f"{path} is not ours alone; remove it")
    return path


def main() -> None:
    """Connect to the notebook's process and copy lines until either side ends."""
    path = folder() / f"{os.getppid()}.socket"
    deadline = time.monotonic() + CONNECT_SECONDS
    link = socket.socket(socket.AF_UNIX)
    while True:
        try:
            link.connect(str(path))
            break
        except OSError:
            if time.monotonic() > deadline:
                sys.exit("nobody serves the policy: the process that started the run is gone")
            time.sleep(0.005)
    with link, link.makefile("rwb") as stream:
        for line in sys.stdin.buffer:
            stream.write(line)
            stream.flush()
            answer = stream.readline()
            if not answer:
                sys.exit(1)
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
