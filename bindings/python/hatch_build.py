"""Puts the shared library into the wheel, and says on which systems it runs."""

import os
import platform
import re
import subprocess
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def needed_glibc(library: str) -> int:
    """The N of the newest glibc 2.N that the library asks for."""
    table = subprocess.run(
        ["objdump", "-T", library], check=True, capture_output=True, text=True
    ).stdout
    return max(int(minor) for minor in re.findall(r"GLIBC_2\.(\d+)", table))


class Library(BuildHookInterface):
    """The library is the file that SUBROSA_LIBRARY names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        library = os.path.abspath(os.environ["SUBROSA_LIBRARY"])
        tag = f"manylinux_2_{needed_glibc(library)}_{platform.machine()}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{tag}"
        build_data["force_include"][library] = "subrosa_messenger/libsubrosa.so"
