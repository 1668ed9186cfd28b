"""The queue's objects: what is asked of each, how far it is, and what became of it. Plain Python, so undo leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from ..stylize.asked import Asked
from ..stylize.session import StylizeSession
from ..textures.session import BakeSession


class State(Enum):
    """Where an object is in the queue."""

    WAITING = auto()
    RUNNING = auto()
    READY = auto()
    """Its result waits until the object is in Object Mode."""
    TEXTURES = auto()
    """The result is on it, and its textures are being made, or wait as the result did."""
    DONE = auto()
    FAILED = auto()
    NEEDS_YOU = auto()
    """Something has to be decided or said first, e.g. where a part is."""
    CANCELLED = auto()


GOES_ON = frozenset({State.WAITING, State.RUNNING, State.READY, State.TEXTURES})
"""What the queue has yet to see to."""
CAN_BE_TRIED_AGAIN = frozenset({State.FAILED, State.NEEDS_YOU, State.CANCELLED})


@dataclass(eq=False)
class Item:
    """One object of the queue.

    Args:
        number: no other item has it, as long as the add-on is enabled.
        uid: the object's `session_uid`.
        name: the object's, when it was last seen.
        lent: what is asked of an object that has no prompt of its own.
        lender: name of the object it is of.
        asks: whether the run ends before it styles where a part is not found.
        state: where it is.
        sentence: how it ended, or what it waits for.
        warnings: of a result, for people.
        session: of a run that is not over, or whose result waits.
        baked: of textures that wait.
    """

    number: int
    uid: int
    name: str
    lent: Asked | None = None
    lender: str = ""
    asks: bool = True
    state: State = State.WAITING
    sentence: str = ""
    warnings: list[str] = field(default_factory=list)
    session: StylizeSession | None = None
    baked: BakeSession | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the queue has yet to see to it."""
        return self.state in GOES_ON

    def end(self, state: State, sentence: str, warnings: list[str] | None = None) -> None:
        """Nothing more is to be done; what only a run needs is let go."""
        self.state, self.sentence, self.warnings = state, sentence, list(warnings or ())
        self.session = self.baked = None

    def wait_again(self, asks: bool = True) -> None:
        """It is to be tried again."""
        self.end(State.WAITING, "")
        self.asks = asks


class Items:
    """The items in the order in which they are seen to.

    Args:
        changed: called with the numbers of all items when there are more or fewer of them.
    """

    def __init__(self, changed: Callable[[list[int]], None]) -> None:
        self.all: list[Item] = []
        self.notice = ""
        """What is to be told of a queue that is gone."""
        self._changed = changed
        self._last = 0

    def add(self, uid: int, name: str, lent: Asked | None, lender: str) -> bool:
        """Puts an object at the end; one that is there already and over begins again.

        Returns:
            Whether it is seen to once more than before; False: it waits or runs already.
        """
        self.notice = ""
        before = next((item for item in self.all if item.uid == uid), None)
        if before is not None and before.goes_on:
            return False
        if before is not None:
            self.all.remove(before)
        self._last += 1
        self.all.append(Item(self._last, uid, name, lent, lender))
        self._changed([item.number for item in self.all])
        return True

    def find(self, number: int) -> Item | None:
        """The item of a number; None: it is not there any more."""
        return next((item for item in self.all if item.number == number), None)

    def of(self, *states: State) -> list[Item]:
        """Those in some states."""
        return [item for item in self.all if item.state in states]

    def keep(self, wanted: Callable[[Item], bool]) -> None:
        """Takes the others off the list."""
        self.all = [item for item in self.all if wanted(item)]
        self._changed([item.number for item in self.all])

    @property
    def goes_on(self) -> bool:
        """Whether anything is left to see to."""
        return any(item.goes_on for item in self.all)
