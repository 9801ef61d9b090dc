"""Text to a QR code as an SVG picture: UTF-8 in byte mode, level M, four modules of white, black on white. Pure."""

from functools import lru_cache

QUIET_ZONE = 4  # modules


@lru_cache(maxsize=256)
def svg_of(text: str) -> bytes:
    """The picture of the code; one millimetre a module, so it prints in one piece at any size."""
    from qrcode import QRCode  # brings a library of pictures that is seldom wanted: 5 MB of what a process would hold
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.image.svg import SvgPathFillImage
    from qrcode.util import MODE_8BIT_BYTE, QRData

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=SvgPathFillImage)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    picture: bytes = code.make_image().to_string()
    return picture
