"""The wire format of Protocol Buffers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network.protobuf import bytes_field, fields, fixed32_field, signed, varint_field, varints

NUMBERS = st.integers(1, 100)


@given(number=NUMBERS, value=st.integers(-(2**63), 2**63 - 1), content=st.binary(max_size=300))
def test_what_is_written_is_read(number: int, value: int, content: bytes):
    message = varint_field(number, value) + bytes_field(number + 1, content) + fixed32_field(1, b"abcd")
    (first, integer), (second, text), (_, four) = fields(memoryview(message))
    assert isinstance(integer, int) and not isinstance(text, int) and not isinstance(four, int)
    assert (first, signed(integer), second, bytes(text), bytes(four)) == (
        number,
        value,
        number + 1,
        content,
        b"abcd",
    )


@given(content=st.binary(max_size=100))
def test_any_bytes_are_a_message_or_refused(content: bytes):
    try:
        list(fields(memoryview(content)))
        list(varints(memoryview(content)))
    except ValueError:
        return


@pytest.mark.parametrize("content", [b"\x80", b"\xff" * 11, b"\x0a\x05ab", b"\x0b", b"\x0d\x01"])
def test_a_cut_message_is_refused(content: bytes):
    with pytest.raises(ValueError, match="damaged"):
        list(fields(memoryview(content)))
