"""Bodies that are compressed once."""

from threading import Barrier, Event, Thread

import brotli
import pytest

from geo.web.compression import compressed_bodies
from geo.web.compression.codings import Brotli, Coding, Gzip
from geo.web.compression.compressed_bodies import CompressedBodies

BODY = b"".join(b"export const name%d = () => document.title;\n" % n for n in range(500))


class Counting(Brotli):
    """Counts how often it compresses."""

    def __init__(self) -> None:
        self.quick, self.tight = 0, 0

    def compress_quickly(self, body: bytes) -> bytes:
        self.quick += 1
        return super().compress_quickly(body)

    def compress_tightly(self, body: bytes) -> bytes:
        self.tight += 1
        return super().compress_tightly(body)


def test_the_first_client_gets_what_is_quick_and_later_ones_what_is_tight() -> None:
    bodies, coding = CompressedBodies(), Counting()
    first = bodies.compress(coding, BODY)
    bodies.wait()
    assert (coding.quick, coding.tight) == (1, 0)  # what one client asks for is not worth the time
    assert bodies.compress(coding, BODY) == first
    bodies.wait()
    last = bodies.compress(coding, BODY)
    assert len(last) < len(first)
    assert brotli.decompress(first) == brotli.decompress(last) == BODY
    for _ in range(5):
        bodies.compress(coding, BODY)
    bodies.wait()
    assert (coding.quick, coding.tight) == (1, 1)


def test_the_same_content_is_found_under_any_address_and_another_content_under_none() -> None:
    bodies, coding = CompressedBodies(), Counting()
    bodies.compress(coding, BODY)
    bodies.compress(coding, bytes(bytearray(BODY)))
    assert coding.quick == 1
    assert brotli.decompress(bodies.compress(coding, BODY[:-1] + b" ")) == BODY[:-1] + b" "
    assert coding.quick == 2


def test_each_coding_has_its_own() -> None:
    bodies = CompressedBodies()
    codings: tuple[Coding, ...] = (Brotli(), Gzip())
    assert len({bodies.compress(coding, BODY) for coding in codings}) == 2


def test_what_was_not_asked_for_longest_goes_first() -> None:
    room_for_two = 2 * len(Brotli().compress_quickly(BODY)) + 20
    bodies, coding = CompressedBodies(room_for_two), Counting()
    for n in (0, 1, 0, 2):
        bodies.compress(coding, BODY + bytes([n]))
        bodies.wait()
    assert coding.quick == 3
    bodies.compress(coding, BODY + bytes([0]))
    assert coding.quick == 3
    bodies.compress(coding, BODY + bytes([1]))
    assert coding.quick == 4


def test_a_body_that_is_too_large_is_compressed_all_the_same() -> None:
    bodies, coding = CompressedBodies(capacity_bytes=10), Counting()
    for _ in range(3):
        assert brotli.decompress(bodies.compress(coding, BODY)) == BODY
    bodies.wait()
    assert coding.tight == 0


def test_the_queue_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed_bodies, "MAX_WAITING", 2)
    bodies, may_go_on = CompressedBodies(), Event()

    class Waiting(Counting):
        def compress_tightly(self, body: bytes) -> bytes:
            may_go_on.wait()
            return super().compress_tightly(body)

    coding = Waiting()
    for _ in range(2):
        for n in range(10):
            bodies.compress(coding, BODY + bytes([n]))
    may_go_on.set()
    bodies.wait()
    assert 2 <= coding.tight <= 3  # those that waited, and the one that was being compressed
    for n in range(10):  # what found no room is seen to when it is asked for again
        bodies.compress(coding, BODY + bytes([n]))
        bodies.wait()
    assert coding.tight == 10


def test_many_clients_at_once_get_the_same_content() -> None:
    bodies, coding = CompressedBodies(), Brotli()
    barrier, answers = Barrier(8), []

    def ask() -> None:
        barrier.wait()
        answers.append(bodies.compress(coding, BODY))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bodies.wait()
    assert {brotli.decompress(answer) for answer in answers} == {BODY}
