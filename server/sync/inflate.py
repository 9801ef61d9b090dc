"""The body of a request as it was before compression; never more than a bound, however much it would inflate to."""

import zlib

from server.core.problems import Malformed, TooLarge, WrongMediaType

MOST_INFLATED = 10_000_000
GZIP = 16 + zlib.MAX_WBITS


def inflated(data: bytes, encoding: str | None) -> bytes:
    """Return the bytes; raise TooLarge, Malformed for broken gzip, WrongMediaType for any other encoding."""
    name = (encoding or "identity").strip().lower()
    if name == "identity":
        return data
    if name != "gzip":
        raise WrongMediaType("It takes gzip or no Content-Encoding.")
    stream = zlib.decompressobj(GZIP)
    try:
        whole = stream.decompress(data, MOST_INFLATED + 1)
    except zlib.error:
        raise Malformed("The body is not gzip.") from None
    if len(whole) > MOST_INFLATED:
        raise TooLarge(f"The body has more than {MOST_INFLATED} bytes when inflated.")
    if not stream.eof or stream.unused_data:
        raise Malformed("The body is not one whole gzip stream.")
    return whole
