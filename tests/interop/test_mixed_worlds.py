"""That mixed_worlds.py finds who is stuck: where a rule is missing somebody is, else nobody."""

import os
import subprocess
import sys
import unittest

WORLDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mixed_worlds.py")


def run(*arguments):
    command = [sys.executable, WORLDS, "--worlds", "1", "--hours", "2", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


class MixedWorlds(unittest.TestCase):
    def test_somebody_is_stuck_where_unreadable_lines_are_not_answered(self):
        # H6, in the hosts in Python alone.
        without = run("--without", "answers")
        self.assertEqual(without.returncode, 0, without.stdout + without.stderr)
        self.assertIn("0 settled, 1 stuck", without.stdout)
        self.assertIn("1 settled, 0 stuck", run().stdout)


if __name__ == "__main__":
    unittest.main()
