import socket

import pytest
from django.core.management import CommandError, call_command


def test_demo_is_refused_outside_of_the_demo():
    with pytest.raises(CommandError, match="runs only with DEMO=true"):
        call_command("demo")


def test_demo_names_the_port_that_is_taken(settings):
    settings.DEMO = True
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("demo", port=port)
