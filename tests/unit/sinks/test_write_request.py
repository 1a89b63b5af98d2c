import cramjam

from barograph.domain import Labels
from barograph.sinks.write_request import Sample, write_request


def test_the_bytes_are_those_of_the_specification() -> None:
    labels = Labels({"__name__": "up", "Zone": "a"})
    body = write_request([Sample(labels, 300, 1.5), Sample(labels, -1, -2.0)])
    sample = bytes.fromhex("09000000000000f83f10ac02")
    before_1970 = bytes.fromhex("0900000000000000c010ffffffffffffffffff01")
    expected = (
        b"\x0a\x3f"
        b"\x0a\x09\x0a\x04Zone\x12\x01a"
        b"\x0a\x0e\x0a\x08__name__\x12\x02up"
        b"\x12\x0c" + sample + b"\x12\x14" + before_1970
    )
    assert bytes(cramjam.snappy.decompress_raw(body)) == expected


def test_a_length_of_more_than_seven_bits_takes_two_bytes() -> None:
    message = bytes(cramjam.snappy.decompress_raw(write_request([Sample(Labels(a="x" * 200), 1, 0.0)])))
    assert message[0] == 0x0A
    assert message[1] & 0x7F | message[2] << 7 == len(message) - 3
