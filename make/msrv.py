"""Fails unless `rust-version` is the newest that a dependency of the library asks for."""

import json
import subprocess
import sys


def version(text):
    return tuple(int(part) for part in (text.split(".") + ["0", "0"])[:3])


ours = sys.argv[1]
command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
metadata = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}

# What only tests need may be younger.
root = metadata["resolve"]["root"]
reached, ahead = {root}, [root]
while ahead:
    for dependency in nodes[ahead.pop()]["deps"]:
        kinds = [kind["kind"] for kind in dependency["dep_kinds"]]
        if any(kind != "dev" for kind in kinds) and dependency["pkg"] not in reached:
            reached.add(dependency["pkg"])
            ahead.append(dependency["pkg"])
reached.discard(root)

asked = [packages[one] for one in reached if packages[one]["rust_version"]]
newest = max(asked, key=lambda package: version(package["rust_version"]))
if version(newest["rust_version"]) != version(ours):
    sys.exit(f"rust-version is {ours}; {newest['name']} asks for {newest['rust_version']}, and no dependency for more")
print(f"Rust {ours}: the oldest that {newest['name']} compiles with; {len(reached)} dependencies ask for no more")
