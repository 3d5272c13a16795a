import subprocess
import sys

from matching.engine.native.build import NoCompiler, build

try:
    build()
except NoCompiler:
    sys.stderr.write("No C compiler: matching will use its portable kernel, about three times slower.\n")
except subprocess.CalledProcessError as error:
    sys.stderr.write(
        f"The matching kernel does not compile here; its portable one stands in.\n{error.stderr}\n"
    )
