"""Twenty badges of a hall, with as many kinds of content as one meets there; all names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Badge:
    """What the code holds, in which kind of code; `name` is whom it names, None where it names nobody."""

    payload: str
    symbology: str
    name: str | None = None


HOSTILE_NAME = "<img src=x onerror=\"document.title='owned'\">"
BADGES = (
    Badge("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Irène Vale\r\nORG:Example Clinic\r\nEND:VCARD", "QR", "Irène Vale"),
    Badge(
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Br=C3=A9mond;Zo=C3=AB\r\nEND:VCARD",
        "QR",
        "Zoë Brémond",
    ),
    Badge("MECARD:N:Moore,Barbara;ORG:Harbor Institute;EMAIL:b.moore@harbor.example;;", "QR", "Barbara Moore"),
    Badge("BIZCARD:N:Teo;X:Lind;C:Lakefront University;E:teo@lakefront.example;;", "QR", "Teo Lind"),
    Badge("https://hallway.example/b/aB3dE5gH7jK9#MECARD:N:Sato%2CBo;EMAIL:bo@school.example;;", "QR", "Bo Sato"),
    Badge("https://www.linkedin.com/in/maren-oduya-4711?trk=badge", "QR"),
    Badge("SB4711902233", "QR"),
    Badge('{"i":[2,"events.example","q83vEjRWeJCrze8SNFZ4kA=="]}', "QR"),
    Badge("4711::Lima::Ana::Example Imaging::ana@imaging.example", "QR", "Ana Lima"),
    Badge("Kofi Mensah^North Hospital^kofi@north.example^77120", "Aztec", "Kofi Mensah"),
    Badge("MECARD:UID:187WCI5;N:Ilse Tanaka;ORG:Bay Hospital;;", "Aztec", "Ilse Tanaka"),
    Badge("Ruth Alder_Example Imaging^2427", "PDF417", "Ruth Alder"),
    Badge("0f8fad5b-d9cb-469f-a165-70867728950e/AbCdEf12+/=", "DataMatrix"),
    Badge(
        "BEGIN:VCARD\nVERSION:3.0\nN:Okafor;Chidi\nEMAIL:chidi@south.example\nEND:VCARD", "DataMatrix", "Chidi Okafor"
    ),
    Badge("SB-000123", "Code128"),
    Badge("0000123456", "Code39"),
    Badge("mailto:lena.voss@west.example?subject=Hello", "QR"),
    Badge("k7m2q9x4w1z8b5n3.9f8e7d6c5b4a", "QR"),
    Badge(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{HOSTILE_NAME}\nURL:javascript:document.title=1\nTEL:*#06#\nEND:VCARD",
        "QR",
        HOSTILE_NAME,
    ),
    Badge("WIFI:S:guests;T:WPA;P:secret;;", "QR"),
)
