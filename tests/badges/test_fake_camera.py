"""The film for the browser's fake camera: its format, and that its codes can be read."""

import numpy as np
import pytest
import zxingcpp

from tests.e2e.fake_camera import VARIANTS, vcard_295, write_badge_video


def pictures(path):
    """Header fields and the grey plane of each frame."""
    data = path.read_bytes()
    header, _, rest = data.partition(b"\n")
    width, height = (int(field[1:]) for field in header.split()[1:3])
    size = 6 + width * height * 3 // 2
    assert len(rest) % size == 0
    frames = [rest[at : at + size] for at in range(0, len(rest), size)]
    assert [frame for frame in frames if frame[:6] != b"FRAME\n"] == []
    return header, [np.frombuffer(frame, np.uint8, width * height, 6).reshape(height, width) for frame in frames]


def test_the_card_has_295_bytes_and_an_accented_name():
    assert (len(vcard_295()), "Irène" in vcard_295().decode()) == (295, True)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_last_frame_holds_the_card_byte_for_byte(tmp_path, variant):
    write_badge_video(tmp_path / "badge.y4m", vcard_295(), variant=variant, frames=16)
    header, frames = pictures(tmp_path / "badge.y4m")
    film = VARIANTS[variant]
    assert header == f"YUV4MPEG2 W{film.width} H{film.height} F15:1 Ip A1:1 C420".encode()
    assert len(frames) == film.empty_frames + 16
    assert zxingcpp.read_barcodes(frames[-1])[0].bytes == vcard_295()


@pytest.mark.parametrize(
    ("symbology", "payload"),
    [
        ("Aztec", vcard_295().decode()),
        ("DataMatrix", vcard_295().decode()),
        ("PDF417", "Vale^2427"),
        ("Code128", "SB-00012345"),
    ],
)
def test_other_codes_are_drawn_too(tmp_path, symbology, payload):
    write_badge_video(tmp_path / "badge.y4m", payload, symbology, "still", frames=1)
    [frame] = pictures(tmp_path / "badge.y4m")[1]
    assert zxingcpp.read_barcodes(frame)[0].text == payload


def test_the_same_badge_gives_the_same_film(tmp_path):
    for name in ("a", "b"):
        write_badge_video(tmp_path / name, "SB1", frames=2)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
