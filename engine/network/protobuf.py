"""The wire format of Protocol Buffers, as far as ONNX files need it: a message is a sequence of numbered fields.

https://protobuf.dev/programming-guides/encoding
"""

from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT = 10


def fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The number and the content of each field: an int of a varint, else the bytes where they lie.

    Raises ValueError for what is no message.
    """
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            content, place = _varint(message, place)
        else:
            size, place = _varint(message, place) if kind == _BYTES else (_SIZES.get(kind, -1), place)
            if size < 0 or place + size > len(message):
                raise ValueError("a field in it is damaged")
            content = message[place : place + size]
            place += size
        yield number, content


def varints(packed: memoryview) -> Iterator[int]:
    """The unsigned numbers of a packed field."""
    place = 0
    while place < len(packed):
        value, place = _varint(packed, place)
        yield value


def signed(value: int) -> int:
    """An int64 that travelled as the varint `value`."""
    return value - (1 << 64) if value >> 63 else value


def varint_field(number: int, value: int) -> bytes:
    """A field with a number in it."""
    return _encoded(number << 3 | _VARINT) + _encoded(value & ((1 << 64) - 1))


def bytes_field(number: int, content: bytes) -> bytes:
    """A field with a message, a text or packed numbers in it."""
    return _encoded(number << 3 | _BYTES) + _encoded(len(content)) + content


def fixed32_field(number: int, content: bytes) -> bytes:
    """A field with the four bytes of a float in it."""
    return _encoded(number << 3 | _FIXED32) + content


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """The number that begins at `place`, and where the next thing begins."""
    value = shift = 0
    for byte in message[place : place + _LONGEST_VARINT]:
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & ((1 << 64) - 1), place
        shift += 7
    raise ValueError("a number in it is damaged")


def _encoded(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
