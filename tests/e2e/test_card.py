"""People out of a contact file, one's own card as a code and as a page, and its return, in a real browser."""

from pathlib import Path

import pytest
import qrcode
from playwright.sync_api import Page, expect

from server.badges.card import CardFields, card_of
from tests.e2e.conftest import LONGEST, Hallway, Phones, wait_until_offline_ready
from tests.e2e.steps import add_person, fits, sign_in

pytestmark = pytest.mark.e2e

PEOPLE = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Maren Oduya\r\nORG:Lakefront University\r\nTITLE:Program Director\r\n"
    "EMAIL:maren@lakefront.example\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ingrid =C3=98stby\r\n"
    "TEL;CELL:+47 55 55 01 42\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:<img src=x onerror=alert(1)>\r\nORG:Fjord Hospital\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:nobody\r\nEND:VCARD\r\n"
)


def file_of(folder: Path, text: str = PEOPLE, name: str = "friends.vcf") -> Path:
    """Return a contact file with the text."""
    path = folder / name
    path.write_bytes(text.encode())
    return path


def fill_in(page: Page, name: str = "Irène Vale") -> None:
    """Write one's own card."""
    page.goto("/badge")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("School or hospital").fill("Lakefront University")
    page.get_by_label("E-mail").fill("irene@lakefront.example")
    page.get_by_label("Phone").fill("+1 303 555 0199")
    page.get_by_label("Phone").blur()
    expect(page.get_by_role("img", name=f"QR code with the card of {name}")).to_be_visible()


def test_people_of_a_contact_file_are_chosen_and_kept_without_network(phones: Phones, tmp_path: Path) -> None:
    context = phones.open()
    page = context.new_page()
    page.goto("/people")
    wait_until_offline_ready(page)
    context.set_offline(True)
    page.get_by_role("link", name="Add from a contact file").click()
    page.get_by_label("File").set_input_files(file_of(tmp_path))

    expect(page.get_by_role("status").filter(has_text="3 people to add.")).to_contain_text("1 card names nobody")
    expect(page.get_by_text("Program Director, Lakefront University")).to_be_visible()
    fits(page)
    page.get_by_role("checkbox", name="<img src=x onerror=alert(1)>").uncheck()
    page.get_by_role("button", name="Add 2 people").click()

    expect(page).to_have_url("/people")
    expect(page.get_by_text("2 people added")).to_be_visible()
    page.get_by_role("link", name="Ingrid Østby").click()
    expect(page.get_by_text("Contact file friends.vcf")).to_be_visible()
    page.goto("/people/import")
    page.get_by_label("File").set_input_files(file_of(tmp_path))
    expect(page.get_by_role("status").filter(has_text="1 person to add.")).to_contain_text("2 cards say nothing new.")


def test_what_is_added_from_a_file_can_be_taken_back_and_fills_only_what_is_empty(
    phones: Phones, tmp_path: Path
) -> None:
    page = phones.open().new_page()
    add_person(page, "Maren Oduya")
    known = file_of(tmp_path, PEOPLE.replace("ORG:Lakefront University\r\nTITLE:Program Director\r\n", "", 1))
    page.goto("/people/import")
    page.get_by_label("File").set_input_files(known)

    expect(page.get_by_text("Here already: fills in what is empty")).to_have_count(1)
    page.get_by_role("button", name="Add 3 people").click()
    expect(page.get_by_role("heading", name="3 people")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="1 person")).to_be_visible()


def test_a_file_that_holds_nobody_is_told_with_its_place(phones: Phones, tmp_path: Path) -> None:
    page = phones.open().new_page()
    page.goto("/people/import")
    page.get_by_label("File").set_input_files(file_of(tmp_path, "Name,E-mail\nMaren,maren@lakefront.example"))
    expect(page.get_by_role("alert")).to_have_text(
        "There is no contact card in this file. Choose one that ends in .vcf."
    )

    page.get_by_label("File").set_input_files(
        file_of(tmp_path, f"BEGIN:VCARD\nNOTE:{'x' * 100_001}\nEND:VCARD", "long.vcf")
    )
    expect(page.get_by_role("alert")).to_contain_text("Line 2 is longer than 100,000 characters")
    fits(page)


def test_thousands_of_people_are_read_and_kept(phones: Phones, tmp_path: Path) -> None:
    page = phones.open().new_page()
    many = "".join(f"BEGIN:VCARD\r\nFN:Person Number {n}\r\nORG:Place {n}\r\nEND:VCARD\r\n" for n in range(1_200))
    page.goto("/people/import")
    page.get_by_label("File").set_input_files(file_of(tmp_path, many))

    expect(page.get_by_role("button", name="Add 1,200 people")).to_be_visible(timeout=2 * LONGEST)
    page.get_by_placeholder("Name or place in the file").fill("Number 1199")
    page.get_by_role("button", name="Choose none").click()
    page.get_by_role("button", name="Add 1,199 people").click()
    expect(page.get_by_role("heading", name="1199 people")).to_be_visible(timeout=3 * LONGEST)


def test_a_card_shared_by_another_app_is_shown_and_never_sent(phones: Phones, hallway: Hallway) -> None:
    context = phones.open()
    page = context.new_page()
    page.goto("/people")
    wait_until_offline_ready(page)
    hallway.stop()
    page.evaluate(
        """(card) => {
            const form = document.createElement('form')
            Object.assign(form, { method: 'POST', action: '/share', enctype: 'multipart/form-data' })
            const input = Object.assign(document.createElement('input'), { type: 'file', name: 'cards' })
            const files = new DataTransfer()
            files.items.add(new File([card], 'maren.vcf', { type: 'text/vcard' }))
            input.files = files.files
            form.append(input)
            document.body.append(form)
            form.submit()
        }""",
        PEOPLE,
    )

    expect(page).to_have_url("/people/import")
    page.get_by_role("button", name="Add 3 people").click()
    page.get_by_role("link", name="Maren Oduya").click()
    expect(page.get_by_text("Contact file maren.vcf")).to_be_visible()


def test_the_page_of_a_card_is_made_read_changed_and_taken_away(phones: Phones, hallway: Hallway) -> None:
    page = phones.open().new_page()
    sign_in(page, hallway)
    fill_in(page)
    expect(page.get_by_text("All sent")).to_be_visible()
    page.get_by_role("button", name="Make the page").click()
    link = page.get_by_role("link", name=f"{hallway.url}/b/")
    address = link.inner_text().strip()
    fits(page)

    reader = phones.open(java_script_enabled=False).new_page()
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Irène Vale")).to_be_visible()
    expect(reader.get_by_role("link", name="irene@lakefront.example")).to_be_visible()
    expect(reader.get_by_text("303")).to_have_count(0)
    fits(reader)
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Save to contacts").click()
    assert b"FN:Ir\xc3\xa8ne Vale\r\n" in download.value.path().read_bytes()

    page.get_by_role("group", name="What the page shows").get_by_role("button", name="All I filled in").click()
    expect(
        page.get_by_role("group", name="What the page shows").get_by_role("button", name="All I filled in")
    ).to_have_attribute("aria-pressed", "true")
    reader.reload()
    expect(reader.get_by_role("link", name="+1 303 555 0199")).to_be_visible()

    page.get_by_role("button", name="New address").click()
    page.get_by_role("button", name="Change the address").click()
    expect(link).not_to_have_text(address)
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Nothing here")).to_be_visible()
    newer = link.inner_text().strip()
    page.get_by_role("button", name="Take the page away").click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("button", name="Make the page")).to_be_visible()
    assert reader.goto(newer).status == 404


def test_how_the_code_is_written_is_a_choice_that_stays(phones: Phones) -> None:
    page = phones.open().new_page()
    fill_in(page)
    expect(page.get_by_text("of 152 bytes: easy to read")).to_be_visible()
    page.get_by_role("button", name="MECARD, smaller").click()
    smaller = page.get_by_text("of 152 bytes").inner_text()
    page.reload()

    expect(page.get_by_role("button", name="MECARD, smaller")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(smaller)).to_be_visible()
    expect(page.get_by_role("button", name="Link to my page")).to_have_count(0)


def test_after_another_hallway_card_ones_own_is_held_out_without_network(phones: Phones, tmp_path: Path) -> None:
    context = phones.open()
    page = context.new_page()
    fill_in(page)
    wait_until_offline_ready(page)
    context.set_offline(True)
    theirs = card_of(CardFields("Tomas Brandvold", organization="Fjord Hospital", emails=("tomas@fjord.example",)))
    qrcode.make(theirs.text).save(tmp_path / "theirs.png")
    page.goto("/scan")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "theirs.png")

    sheet = page.get_by_role("dialog", name="Capture")
    expect(sheet.get_by_role("heading", name="Tomas Brandvold")).to_be_visible()
    sheet.get_by_role("button", name="On Hallway too: send mine back").click()
    expect(sheet.get_by_role("img", name="QR code with your own card")).to_be_in_viewport(ratio=1)
    expect(sheet.get_by_text("It says name, school, e-mail.")).to_be_visible()
    sheet.get_by_role("button", name="Hide my code").click()
    sheet.get_by_role("button", name="Done").click()
    expect(sheet).to_have_count(0)
