"""A photo as it was sent made into one that carries nothing but its picture; pure. Source: security, section 8."""

from io import BytesIO
from threading import BoundedSemaphore

from server.core.problems import Busy, Invalid

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000  # by the header, before anything is decoded
READ = ("JPEG", "PNG", "WEBP")
MIME = "image/jpeg"
QUALITY = 85
# a decoded photo takes up to 160 MB
_at_once = BoundedSemaphore(2)


def redrawn(data: bytes) -> bytes:
    """Return the picture as a JPEG of its own, upright and without metadata; raise Invalid, Busy."""
    from PIL import (
        Image,
        ImageOps,
        UnidentifiedImageError,
    )  # seldom wanted, and 4 MB of what a server process would hold

    if not _at_once.acquire(timeout=5):
        raise Busy
    try:
        with Image.open(BytesIO(data), formats=READ) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise refused(f"A photo may have {MOST_PIXELS // 1_000_000} million pixels.")
            upright = ImageOps.exif_transpose(sent).convert("RGB")
            made = BytesIO()
            # drawn onto a new canvas, so that nothing the file carried comes along
            canvas = Image.new("RGB", upright.size)
            canvas.paste(upright)
            canvas.save(made, "JPEG", quality=QUALITY)
            return made.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refused("This is no photo that Hallway can read; it takes JPEG, PNG and WebP.") from None
    finally:
        _at_once.release()


def refused(sentence: str) -> Invalid:
    """Return the problem of a photo that cannot be taken."""
    return Invalid(sentence, errors=[{"pointer": "", "detail": sentence}])
