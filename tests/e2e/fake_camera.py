"""A film of a badge for the browser's fake camera: hand shake, focus settling, noise; the same for the same badge.

The y4m format: a header line, then for each frame `FRAME` and the planes of 4:2:0, here grey.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

RATE = 15
SEED = 7
DESK, CARD, INK = 96, 238, 16
LIGHT = 0.85
NOISE = 6.0
BLUR_FIRST, BLUR_SETTLED = 3.3, 0.8
MODULE = 8
CODE = 640  # pixels: half the width of the picture
BADGE = (700, 720)
FORMATS = {
    "Aztec": zxingcpp.BarcodeFormat.Aztec,
    "DataMatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "PDF417": zxingcpp.BarcodeFormat.PDF417,
    "Code128": zxingcpp.BarcodeFormat.Code128,
    "Code39": zxingcpp.BarcodeFormat.Code39,
}
ROW = (640, 480)
ROW_RATE, ROW_FRAMES = 6, 2  # each badge of a row is held for two pictures: a third of a second
ROW_CODE = (600, 400)
ROW_LEAD = 4  # seconds before the first badge


@dataclass(frozen=True)
class Film:
    """How the badge is held."""

    width: int = 1280
    height: int = 720
    zoom: float = 1.0
    is_moving: bool = True
    empty_frames: int = 0


VARIANTS = {
    "moving": Film(),
    "still": Film(is_moving=False),
    "small": Film(width=640, height=480, zoom=0.5),
    "late": Film(empty_frames=2 * RATE),
    "far": Film(zoom=2 / 3),
}


def vcard_295() -> bytes:
    """A card of 295 bytes with an accented name: 13-M as a QR code."""
    lines = [
        "BEGIN:VCARD", "VERSION:3.0", "N:Brémond-Vale;Irène;;Dr.;MD\\, PhD", "FN:Dr. Irène Brémond-Vale",
        "ORG:Example University Hospital;Radiation Oncology", "TITLE:Asst. Professor",
        "EMAIL:irene.bremond@hospital.example", "TEL;TYPE=CELL:+1 303 555 0199", "URL:https://hospital.example/irene",
        "NOTE:Poster", "END:VCARD",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def write_badge_video(
    path: Path, payload: bytes | str, symbology: str = "QR", variant: str = "moving", *, frames: int = 45
) -> None:
    """The file at `path` is a y4m film of a badge with that code, 15 frames a second, after any empty ones."""
    film = VARIANTS[variant]
    badge = draw_badge(draw_code(payload, symbology))
    grey = bytes([128]) * (film.width * film.height // 2)
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420\n" % (film.width, film.height, RATE))
        for picture in _pictures(badge, film, frames):
            file.write(b"FRAME\n" + picture.tobytes() + grey)


def write_row_video(path: Path, badges: Iterable[tuple[bytes | str, str]], rate: int = ROW_RATE) -> None:
    """The file at `path` is a y4m film of the badges (payload, symbology) one after another: sharp, upright, small.

    It begins with nothing to read but light and shade, for as long as a slow machine takes to say that a row is meant;
    a camera without any picture would be started again.
    """
    grey = bytes([128]) * (ROW[0] * ROW[1] // 2)
    empty = np.tile(np.linspace(INK, CARD, ROW[0]).astype(np.uint8), (ROW[1], 1)).tobytes()
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420\n" % (*ROW, rate))
        file.write((b"FRAME\n" + empty + grey) * (rate * ROW_LEAD))
        for payload, symbology in badges:
            file.write((b"FRAME\n" + _held(draw_code(payload, symbology)).tobytes() + grey) * ROW_FRAMES)


def _held(code: Image.Image) -> Image.Image:
    """The code in the middle of a white badge, in whole pixels for a module where it has to be made smaller."""
    shrink = max(1, -(-code.width // ROW_CODE[0]), -(-code.height // ROW_CODE[1]))
    fitted = code.resize((code.width // shrink, code.height // shrink), Image.Resampling.BOX)
    picture = Image.new("L", ROW, CARD)
    picture.paste(fitted, ((ROW[0] - fitted.width) // 2, (ROW[1] - fitted.height) // 2))
    return picture


def draw_code(payload: bytes | str, symbology: str) -> Image.Image:
    """The code with its quiet zone in black and white, at most 8 px a module and 640 px wide."""
    if symbology == "QR":
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=1)
        code.add_data(payload.encode() if isinstance(payload, str) else payload, optimize=0)
        modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    else:
        text = payload if isinstance(payload, str) else payload.decode()
        modules = np.array(zxingcpp.create_barcode(text, FORMATS[symbology]).to_image(scale=1))
    scale = max(1, min(MODULE, CODE // max(modules.shape)))
    return Image.fromarray(modules.repeat(scale, axis=0).repeat(scale, axis=1))


def draw_badge(code: Image.Image) -> Image.Image:
    """A badge in grey levels: header bar, name, the code below."""
    badge = Image.new("L", BADGE, CARD)
    pen = ImageDraw.Draw(badge)
    pen.rectangle((0, 0, BADGE[0], 36), fill=70)
    pen.text((30, 44), "Irène Brémond-Vale", fill=INK, font=ImageFont.load_default(32))
    badge.paste(code, ((BADGE[0] - code.width) // 2, 84 + (BADGE[1] - 84 - code.height) // 2))
    return badge


def _pictures(badge: Image.Image, film: Film, frames: int) -> Iterator[np.ndarray]:
    random = np.random.default_rng(SEED)
    room = random.normal(0, NOISE, (film.height + 64, film.width + 64)).astype(np.float32)
    for index in range(-film.empty_frames, frames):
        scene = _scene(badge if index >= 0 else None, film, max(index, 0) / RATE)
        down, right = random.integers(0, 64, 2)
        noise = room[down : down + film.height, right : right + film.width]
        yield np.clip(np.asarray(scene, np.float32) * LIGHT + noise, 0, 255).astype(np.uint8)


def _scene(badge: Image.Image | None, film: Film, seconds: float) -> Image.Image:
    """The badge on the desk as it is held at that time: turned by up to 4 degrees, shifted, scaled, out of focus."""
    if badge is None:
        return Image.new("L", (film.width, film.height), DESK)
    if not film.is_moving:
        return _placed(badge, film, 0, (0, 0))
    phase = 2 * math.pi * seconds
    held = replace(film, zoom=film.zoom * (0.97 + 0.03 * math.sin(0.5 * phase)))
    shift = (12 * film.zoom * math.sin(1.1 * phase), 8 * film.zoom * math.cos(0.9 * phase))
    scene = _placed(badge, held, math.radians(4) * math.sin(0.7 * phase), shift)
    blur = BLUR_SETTLED + (BLUR_FIRST - BLUR_SETTLED) * max(0.0, 1 - seconds)
    return scene.filter(ImageFilter.GaussianBlur(blur))


def _placed(badge: Image.Image, film: Film, angle: float, shift: tuple[float, float]) -> Image.Image:
    """The badge in the middle of the picture, moved by `shift` pixels; affine, from picture to badge."""
    cosine, sine = math.cos(angle) / film.zoom, math.sin(angle) / film.zoom
    x, y = film.width / 2 + shift[0], film.height / 2 + shift[1]
    matrix = (
        cosine, sine, badge.width / 2 - cosine * x - sine * y,
        -sine, cosine, badge.height / 2 + sine * x - cosine * y,
    )  # fmt: skip
    size = (film.width, film.height)
    return badge.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=DESK)
