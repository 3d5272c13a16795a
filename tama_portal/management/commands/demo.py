import os
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.models import MatchRun, RunState, RunTrigger

PAUSE_S = 5
OPTIONS = ["--worker-class=gthread", "--threads=4", "--log-level=warning", "--no-control-socket"]


class Command(BaseCommand):
    help = "Prepare the demo and serve it, to this machine alone. What was entered before is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo runs only with DEMO=true.")
        self.refuse_taken(port)
        call_command("migrate", verbosity=0)
        call_command("fill_demo")
        self.match()
        call_command("show_demo")
        self.serve(port)

    def refuse_taken(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another: make demo PORT=8001") from error

    def match(self) -> None:
        """The demo's first matching. One that another process is at, or died at just now, is waited for."""
        while not MatchRun.objects.filter(state=RunState.DONE).exists():
            try:
                call_command("run_matching", trigger=RunTrigger.DEMO)
            except CommandError as busy:
                self.stdout.write(f"{busy} Trying again in {PAUSE_S} s.")
                time.sleep(PAUSE_S)

    def serve(self, port: int) -> None:
        self.stdout.write(f"\nThe portal is at http://127.0.0.1:{port} (stop it with Ctrl-C).")
        self.stdout.flush()
        # The server takes this process's place, so that the memory of the preparation is given back.
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "tama_portal.wsgi",
            f"--bind=127.0.0.1:{port}",
            *OPTIONS,
        ]
        os.execv(sys.executable, gunicorn)  # noqa: S606 -- our own server, and no shell to mislead
