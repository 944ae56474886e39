"""What `growth` and `scale` share: a command's user time and memory, and the cache-aside model at any size."""
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build", "bench"))
MODEL = "tests/bench/cache-aside-model.json"
PAGE = os.sysconf("SC_PAGE_SIZE")


def pin():
    """The last processor, or CPU; what is started inherits it."""
    os.sched_setaffinity(0, {int(os.environ.get("CPU", os.cpu_count() - 1))})


def needed(path):
    if not os.access(path, os.X_OK):
        sys.exit(f"{os.path.basename(sys.argv[0])}: {path} is missing; build preset bench first")
    return path


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm") as statm:
            return int(statm.read().split()[1]) * PAGE
    except (OSError, IndexError):  # it has just ended
        return 0


def measured(command, every_s=None):
    """User seconds, peak bytes resident and, with `every_s`, [(seconds since the start, bytes resident)].

    A peak below that of this process, some 15 MB, is told as that: a child inherits it until it becomes the command.
    """
    begin = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    samples = []
    while every_s:
        time.sleep(every_s)
        if os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            break
        samples.append((time.monotonic() - begin, resident(child.pid)))
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):  # 1: a promise is broken, which is a result
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return usage.ru_utime, usage.ru_maxrss * 1024, samples


def ours(requests, keys=100_000, clients=64):
    """The command of the cache-aside model; the cache holds a tenth of the keys, as the yardstick's does."""
    sizes = {"stop.requests": requests, "data.item.keys": keys, "nodes.redis.capacity.entries": keys // 10,
             "load.users.users": clients}
    command = [needed(os.path.join(BUILD, "stalemate")), "run", "--no-baseline", "--quiet", MODEL]
    for path, value in sizes.items():
        command += ["--set", f"{path}={value}"]
    return command


def theirs(yardsticks, requests, keys=100_000, clients=64):
    return [needed(os.path.join(yardsticks, "model_tight")), "req", str(requests), "keys", str(keys),
            "clients", str(clients)]


def in_words(command):
    return " ".join(os.path.relpath(part, ROOT) if os.path.isabs(part) else part for part in command)
