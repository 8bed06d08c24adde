"""The story of a run, top to bottom: files → what is known of them → judging the rest → explaining
what is wrong → outcome.

What judges is imported when something is to be judged: a run over files that did not change since
the last one reads them, and no more.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.judging.answers import Answer, Lost, Numbers
from verifier.judging.options import Options
from verifier.language.problems import Malformed, VerifierError
from verifier.outcome import FileOutcome, Outcome, faulty_file, malformed_file
from verifier.running.metering import Meter, Progress, Unwatched
from verifier.running.sources import Source, sources

if TYPE_CHECKING:
    from verifier.cache.cache import Cache
    from verifier.documents.document import Document
    from verifier.judging.working import Shelf
    from verifier.running.guarding import Journal

__all__ = ["Options", "Progress", "read", "run", "run_text"]

INTERRUPTED = "not judged: the run was interrupted"
OUT_OF_TIME = "judging this line was broken off: out of time"
OUT_OF_MEMORY = "judging this line was broken off: out of memory"


def run(
    paths: Sequence[str], options: Options | None = None, progress: Progress | None = None
) -> Outcome:
    """Judge every derivation file at or below the paths; ``-`` is standard input.

    A file that cannot be read is an outcome with a problem, so that the others are still judged. An
    interruption ends the run with what is done.

    Raises:
        VerifierError: for a size in ``shapes`` that none of the files has.
    """
    started = time.perf_counter()
    meter = Meter(progress or Unwatched())
    this = _Run(options or Options(), list(sources(paths)), meter)
    try:
        this.judge_all()
    except KeyboardInterrupt:
        this.break_off()
    finally:
        meter.stop()
        this.close()
    outcome = this.outcome(time.perf_counter() - started)
    _refuse_unknown_sizes(outcome, this.options)
    return outcome


def _refuse_unknown_sizes(outcome: Outcome, options: Options) -> None:
    """A size that no file has is a slip of the pen; known once all files are read."""
    if outcome.interrupted or any(file.problems or file.faults for file in outcome.files):
        return
    known = dict.fromkeys(size for file in outcome.files for size in file.sizes)
    for name, _ in options.shapes:
        if name not in known:
            rest = f"the sizes are {', '.join(known)}" if known else "there are no sizes"
            raise VerifierError(f"no array has a size {name}; {rest}")


def run_text(
    text: str,
    options: Options | None = None,
    path: str = "<text>",
    *,
    shelf: Shelf | None = None,
    advance: Callable[[], None] = lambda: None,
) -> FileOutcome:
    """Judge one document given as text.

    Args:
        text: what a file would hold.
        options: how to judge; judged is here, whatever they say of processes.
        path: what to call it.
        shelf: where answers of earlier calls are found, and those of this one kept.
        advance: called after each line; what it raises ends the work.
    """
    from verifier.judging.one_file import judge, read_one
    from verifier.judging.working import Work

    options = options or Options()
    work = Work(options.budget, shelf=shelf)
    try:
        return judge(read_one(path, text.encode()), options, work, advance)
    except MemoryError as error:
        return faulty_file(path, error)


def read(paths: Sequence[str]) -> Iterator[tuple[str, Document | FileOutcome]]:
    """Each file as a document, or with what is wrong with it; nothing is judged."""
    from verifier.judging.one_file import read_one

    for path, data in sources(paths):
        yield path, read_one(path, data)


class _Run:
    """One run, and what is known of it so far."""

    def __init__(self, options: Options, files: list[Source], meter: Meter) -> None:
        self.options = options
        self.files = files
        self.meter = meter
        self.cache: Cache | None = None
        self.found: dict[int, FileOutcome] = {}
        self.under_way: dict[int, list[Answer]] = {}
        self.interrupted = False

    def judge_all(self) -> None:
        """Every file, from the cache or by judging it."""
        if self.options.cache is not None and not self.options.explain:
            from verifier.cache.cache import open_cache

            self.cache = open_cache(self.options.cache)
        waiting = [number for number in range(len(self.files)) if not self._known(number)]
        self.meter.start(sum(len(self._file(number)[1]) for number in waiting))
        if not waiting:
            return
        if self.options.jobs > 1 or self.options.apart:
            self._judge_apart(waiting)
        else:
            self._judge_here(waiting)

    def outcome(self, seconds: float) -> Outcome:
        """What was found, in the order of the files."""
        files = tuple(self.found[number] for number in sorted(self.found))
        missing = len(self.files) - len(files)
        notes = (f"interrupted: {missing} of {len(self.files)} files were not judged",)
        return Outcome(files, seconds, notes if missing else (), self.interrupted)

    def break_off(self) -> None:
        """Report the files under way as far as they are judged, and leave out the others."""
        from verifier.judging.one_file import explain, judge, read_one
        from verifier.judging.working import Work

        self.interrupted = True
        for number, answers in self.under_way.items():
            work = Work(self.options.budget, answers, finally_=Lost(INTERRUPTED))
            document = read_one(*self._file(number))  # what was made before may be half done
            if number in self.found:
                self.found[number] = explain(self.found[number], document, self.options, work)
            elif answers:
                options = replace(self.options, repairs=False)
                self.found[number] = judge(document, options, work)

    def close(self) -> None:
        """Write what is to be kept."""
        if self.cache is not None:
            self.cache.close()

    def _file(self, number: int) -> tuple[str, bytes]:
        path, data = self.files[number]
        return path, b"" if isinstance(data, Malformed) else data

    def _known(self, number: int) -> bool:
        """Whether nothing is to be judged."""
        path, data = self.files[number]
        if isinstance(data, Malformed):
            self.found[number] = malformed_file(path, "", data)
        elif self.cache is not None:
            outcome = self.cache.outcome(path, data, self.options)
            if outcome is not None:
                self.found[number] = outcome
        return number in self.found

    def _judge_here(self, numbers: Sequence[int]) -> None:
        """In this process, until a line takes too long for it."""
        from verifier.running.guarding import Clock, Journal, Overrun, possible

        guarded = self.options.guarded and possible()
        waiting = deque(numbers)  # first to be judged, then those that are to be explained
        while waiting:
            number = waiting[0]
            known = self.under_way.get(number, ())
            watch = Clock(self.options.timeout, known) if guarded else Journal(known)
            self.under_way[number] = watch.answers
            try:
                with watch:
                    self._judge_one(number, watch)
            except Overrun:
                lost = Lost(OUT_OF_TIME)
            except MemoryError:
                lost = Lost(OUT_OF_MEMORY)
            else:
                waiting.popleft()
                if number in self.under_way:
                    waiting.append(number)
                continue
            watch.answers.append(lost)
            self._judge_apart(tuple(waiting))
            return

    def _judge_one(self, number: int, watch: Journal) -> None:
        """Its verdicts; the next time, its explanations."""
        from verifier.judging.one_file import explain, judge, lines_of, read_one
        from verifier.judging.working import Work

        path, data = self._file(number)
        document = read_one(path, data)
        shelf = None
        if self.cache is not None:
            from verifier.cache.answers import Answers

            shelf = Answers(self.cache)
        work = Work(self.options.budget, tuple(watch.answers), shelf=shelf, watch=watch)
        if number in self.found:
            outcome = explain(self.found[number], document, self.options, work)
            self._finish(number, outcome, steady=work.steady)
            return
        file = self.meter.file(path, len(data))
        file.has(lines_of(document))
        outcome = judge(document, replace(self.options, repairs=False), work, file.line)
        self._finish(number, outcome, steady=work.steady)
        file.done()

    def _judge_apart(self, numbers: Sequence[int]) -> None:
        """In processes of their own."""
        from verifier.running.crew import Crew, Task

        tasks = []
        for number in numbers:
            answers = self.under_way.setdefault(number, [])
            judged = self.found.get(number)
            tasks.append(Task(*self._file(number), self.options, tuple(answers), judged))
        files = [self.meter.file(t.path, 0 if t.judged else len(t.data)) for t in tasks]

        def told(task: int, answer: Answer) -> None:
            self.under_way[numbers[task]].append(answer)
            if not isinstance(answer, Numbers):  # which come beside a line's decision
                files[task].line()

        def read(task: int, lines: int) -> None:
            files[task].has(lines)

        with Crew(self.options) as crew:
            for task, finished in crew.judge(tasks, told, read):
                self._finish(numbers[task], finished.outcome, steady=finished.steady)
                files[task].done()

    def _finish(self, number: int, outcome: FileOutcome, *, steady: bool) -> None:
        """An outcome that is to be explained stays under way, and has its verdicts already."""
        explained = number in self.found
        self.found[number] = outcome
        if self.options.repairs and outcome.is_wrong and not explained:
            return
        self.under_way.pop(number, None)
        if self.cache is not None and steady:
            self.cache.keep_outcome(outcome, self._file(number)[1], self.options)
