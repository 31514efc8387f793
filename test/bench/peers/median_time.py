"""How long a call takes."""
import statistics
import time


def median_time(seconds, call):
    """Median milliseconds of one call, and how many were counted: a third of the time warms up, then at least three count."""
    end = time.perf_counter() + seconds / 3
    while True:
        call()
        if time.perf_counter() > end:
            break
    times = []
    end = time.perf_counter() + seconds * 2 / 3
    while True:
        begin = time.perf_counter()
        call()
        now = time.perf_counter()
        times.append((now - begin) * 1000)
        if now > end and len(times) >= 3:
            return statistics.median(times), len(times)
