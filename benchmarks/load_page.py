"""Many readers at once on one chat page: times, errors, and whether sessions ever mix.

    python -m benchmarks.load_page [--users 20] [--minutes 5] [--think 10] [--sources seeds]

Starts a page on a free port of this computer. Every user opens it, brings a file with a word that
only this user knows, then asks on: from the example questions, and for that word, with pauses
(exponential, mean --think seconds). Times are from sending a question to having its answer, the
queue included. A session is mixed when a page shows a question or a word of somebody else's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import secrets
import subprocess
import sys
import time
from collections import Counter

import httpx

from benchmarks.times import times_line
from qa.page.examples import IZIUM_QUESTIONS

OWN = "What is the code word of reader {name}?"
FILE = "The code word of reader {name} is {word}. Nobody else knows it."


class User:
    """One reader's page, spoken to as the browser does."""

    def __init__(self, url: str, events: dict[str, int], name: int, log: Log) -> None:
        self.name = f"{name:03}"
        self.word = secrets.token_hex(5)
        self.session = secrets.token_hex(6)
        self.asked: list[str] = []
        self.events = events
        self.log = log
        self.http = httpx.AsyncClient(base_url=url, timeout=300)

    async def live(self, until: float, think: float) -> None:
        """Open the page, bring the file, ask until the time is over."""
        dice = random.Random(self.name)
        await asyncio.sleep(dice.uniform(0, think))
        started = time.perf_counter()
        (await self.http.get("/")).raise_for_status()
        self.log.opened.append(time.perf_counter() - started)
        listed = (await self.event("arrive", None))[-1]
        key = re.search(r'data-shelf="([^"]+)"', listed).group(1)
        text = FILE.format(name=self.name, word=self.word)
        where = {"name": f"reader{self.name}.txt"}
        headers = {"X-Shelf": key}
        sent = await self.http.put("/own", params=where, headers=headers, content=text.encode())
        if '"document"' not in sent.text:
            self.log.errors.append(f"user {self.name}: {sent.text.strip()}")
        while time.time() < until:
            own = dice.random() < 0.3
            await self.ask(OWN.format(name=self.name) if own else dice.choice(IZIUM_QUESTIONS), own)
            await asyncio.sleep(dice.expovariate(1 / think))
        await self.http.aclose()

    async def ask(self, question: str, own: bool) -> None:
        """One question as the page asks it; what comes back is checked."""
        started = time.perf_counter()
        try:
            markup = (await self.event("respond", question, None, None))[0]
        except (httpx.HTTPError, RuntimeError) as error:
            self.log.errors.append(f"user {self.name}: {type(error).__name__} {error}")
            return
        self.log.answered.append(time.perf_counter() - started)
        self.asked.append(question)
        shown = re.findall(r'<h2 class="question"[^>]*>(.*?)</h2>', markup)
        words = set(re.findall(r"The code word of reader (\d+) is", markup))
        if shown[-len(self.asked) :] != self.asked[-len(shown) :] or words - {self.name}:
            self.log.mixed.append(f"user {self.name} saw {shown[-3:]} and words of {words}")
        if "program failed" in markup:
            self.log.errors.append(f"user {self.name}: no answer to {question!r}")
        self.log.kinds["own" if own else "shared"] += 1
        self.log.kinds["own found"] += own and self.word in markup.rpartition("<h2")[2]
        if len(self.asked) == 100:  # a conversation's end
            await self.event("start_over", None, None)
            self.asked.clear()

    async def event(self, name: str, *data: object) -> list:
        """The values that an event of the page returns at its end."""
        body = {"data": data, "fn_index": self.events[name], "session_hash": self.session}
        joined = await self.http.post("/gradio_api/queue/join", json=body)
        joined.raise_for_status()
        event = joined.json()["event_id"]
        where = {"session_hash": self.session}
        async with self.http.stream("GET", "/gradio_api/queue/data", params=where) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line[6:]) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed" and message["event_id"] == event:
                    if not message["success"]:
                        raise RuntimeError(str(message["output"]))
                    return message["output"]["data"]
        raise RuntimeError(f"no end of {name}")


class Log:
    """What happened to all users."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.answered: list[float] = []
        self.errors: list[str] = []
        self.mixed: list[str] = []
        self.kinds: Counter[str] = Counter()


async def run(url: str, users: int, seconds: float, think: float) -> Log:
    """All users at once."""
    config = httpx.get(f"{url}/config").json()
    events = {each["api_name"]: each["id"] for each in config["dependencies"]}
    log, until = Log(), time.time() + seconds
    everybody = [User(url, events, number, log) for number in range(users)]
    for outcome in await asyncio.gather(
        *(user.live(until, think) for user in everybody), return_exceptions=True
    ):
        if isinstance(outcome, BaseException):
            log.errors.append(f"{type(outcome).__name__}: {outcome}")
    return log


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, default=10, help="mean pause in seconds")
    parser.add_argument("--sources", default="seeds")
    options = parser.parse_args()

    command = [sys.executable, "-m", "qa", "chat", "--sources", options.sources, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        ready = re.search(r"http://\S+", server.stdout.readline())
        if ready is None:
            sys.exit("the page did not start; its message stands above")
        url = ready.group(0)
        log = asyncio.run(run(url, options.users, options.minutes * 60, options.think))
    finally:
        server.terminate()
        server.wait(20)
    for name, times in (("page opened", log.opened), ("question answered", log.answered)):
        print(times_line(name, times))
    print(f"own files: {log.kinds['own found']} of {log.kinds['own']} code words found")
    print(f"errors: {len(log.errors)}, mixed sessions: {len(log.mixed)}")
    for line in (*log.errors[:10], *log.mixed[:10]):
        print(f"  {line}")
    sys.exit(bool(log.errors or log.mixed))


if __name__ == "__main__":
    main()
