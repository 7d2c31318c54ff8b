"""Damage to a file, of every kind that a seed may choose: the same seed damages the same way."""

import io
import random
import zipfile
from collections.abc import Callable

# What means something in the formats that are read: a token where none belongs is worth more than a random byte.
TOKENS = (
    *(b",", b";", b"\t", b"|", b'"', b"'", b"\n", b"\r\n", b"\r", b"\\", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"{", b"}", b"[", b"]", b"null", b"NaN", b"1e999", b'"type":"Feature"', b'"a":1,"a":2', b"\\ud800", b"\x1e"),
    *(b"<", b">", b"</", b"<!--", b"-->", b"&amp;", b"&#x0;", b"<!DOCTYPE x>", b"<Placemark>", b"</Row>", b"<td>"),
    *(b"PAR1", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"SQLite format 3\0", b"\x00\x00\x27\x0a", b"\x7f" * 4),
    *(b"2020-13-45", b"-0", b"999999999999999999999", b"34.5N", b"=1+1", b"\xd8\xb3", b"POLYGON((", b"unknown", b"%s"),
)
MAX_BLOCK = 512  # bytes that are doubled, moved or left out at a time
MEMBER_SHARE = 0.8  # of the damaged archives
N_STEPS = (1, 1, 1, 2, 4)  # kinds of damage to one file: strict formats go on reading after few

Mutation = Callable[[random.Random, bytearray], None]


def mutate(content: bytes, seed: int) -> bytes:
    """The content with one to four kinds of damage, as the seed decides; of an archive mostly one of its members."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < MEMBER_SHARE:
        return _mutate_member(chance, content)
    return _damage(chance, content)


def damages_a_member(content: bytes, seed: int) -> bool:
    """Whether `mutate` damages one member of an archive, and makes its checksums right again."""
    return content.startswith(b"PK") and random.Random(seed).random() < MEMBER_SHARE


def _mutate_member(chance: random.Random, content: bytes) -> bytes:
    """The archive with one member damaged, and its checksums right again: it would go no further otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as damaged:
        for member, own in members.items():
            damaged.writestr(member, _damage(chance, own) if member == name else own)
    return file.getvalue()


def _damage(chance: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice(N_STEPS)):
        if damaged:
            chance.choice(MUTATIONS)(chance, damaged)
    return bytes(damaged)


def _span(chance: random.Random, content: bytearray) -> slice:
    start = chance.randrange(len(content))
    return slice(start, start + chance.randint(1, MAX_BLOCK))


def _flip_bits(chance: random.Random, content: bytearray) -> None:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _set_byte(chance: random.Random, content: bytearray) -> None:
    content[chance.randrange(len(content))] = chance.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF))


def _set_number(chance: random.Random, content: bytearray) -> None:
    start = chance.randrange(len(content))
    number = chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
    content[start : start + 4] = number.to_bytes(4, chance.choice(("little", "big")))


def _cut_end(chance: random.Random, content: bytearray) -> None:
    del content[chance.randrange(len(content)) :]


def _leave_out(chance: random.Random, content: bytearray) -> None:
    del content[_span(chance, content)]


def _double(chance: random.Random, content: bytearray) -> None:
    span = _span(chance, content)
    content[span.start : span.start] = content[span] * chance.choice((1, 1, 2, 20))


def _swap(chance: random.Random, content: bytearray) -> None:
    first, second = chance.randrange(len(content)), chance.randrange(len(content))
    content[first], content[second] = content[second], content[first]


def _insert_token(chance: random.Random, content: bytearray) -> None:
    start = chance.randrange(len(content))
    content[start:start] = chance.choice(TOKENS)


def _replace_by_token(chance: random.Random, content: bytearray) -> None:
    start, token = chance.randrange(len(content)), chance.choice(TOKENS)
    content[start : start + len(token)] = token


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bits, _set_byte, _set_number, _cut_end, _leave_out, _double, _swap, _insert_token, _replace_by_token,
)  # fmt: skip
