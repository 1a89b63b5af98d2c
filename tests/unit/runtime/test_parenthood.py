import os
import signal
import subprocess
import sys

PARENT = """
import subprocess, sys, os, time
child = subprocess.Popen([sys.executable, "-c", '''
import os, sys, time
from barograph.runtime.parenthood import end_with_parent
end_with_parent(int(sys.argv[1]))
print("ready", os.getpid(), flush=True)
time.sleep(600)
''', str(os.getpid())])
time.sleep(600)
"""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        word, child_pid = parent.stdout.readline().split()
        assert word == "ready"
        os.kill(parent.pid, signal.SIGKILL)
        # The child holds the other end of the pipe: it closes when the child is gone.
        assert parent.stdout.read() == ""
        assert int(child_pid) > 0


def test_a_child_whose_parent_is_already_gone_ends_at_once() -> None:
    program = (
        "import time; from barograph.runtime.parenthood import end_with_parent as e; e(1); time.sleep(600)"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=False)
    assert finished.returncode == -signal.SIGTERM
