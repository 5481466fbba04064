"""Help-lines: the registry's rows, numbers as five countries print them, near misses, words that point readers to help."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import helplines
from presscheck.helplines import Helpline, contacts, fitting, insert, known, line, mentions, mistyped, named, offers, registry, retired

KEYS = [row.key for row in registry()]
DATE = re.compile(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?")


def one(text: str) -> helplines.Contact:
    (found,) = contacts(text)
    return found


def told(text: str) -> list[str]:
    return [text[contact.span.start : contact.span.end] for contact in contacts(text)]


def lines(text: str, country: str = "") -> list[str]:
    return [found.key for contact in contacts(text) if (found := known(contact, country))]


def names(text: str, country: str = "") -> list[tuple[str, str]]:
    return [(text[span.start : span.end], found.key) for span, found in named(text, country)]


def pointers(text: str) -> list[tuple[str, bool]]:
    return [(text[offer.span.start : offer.span.end], offer.has_contact) for offer in offers(text)]


@pytest.mark.parametrize("row", registry(), ids=KEYS)
def test_a_row_is_whole(row: Helpline) -> None:
    """Each line has a name, a country, a status, a place where it was read, and a date or none; nothing has blanks around it."""
    assert row.name and row.provenance
    assert re.fullmatch(r"[A-Z]{2}|INT", row.country)
    assert row.key.startswith(f"{row.country.lower()}-")
    assert row.status in helplines.STATUSES
    assert DATE.fullmatch(row.last_checked)
    assert set(row.subjects) <= set(helplines.SUBJECTS)
    assert row.subjects or row.audience or row.country == helplines.DIRECTORY
    fields = (*(getattr(row, name) for name in helplines.TEXTS), *row.also, *row.aliases, *row.common)
    assert all(text == text.strip() and "\n" not in text for text in fields)


@pytest.mark.parametrize("row", registry(), ids=KEYS)
def test_a_row_can_be_used(row: Helpline) -> None:
    """A line that is offered has a way to reach it; what it is replaced by is another that is not retired."""
    assert not row.offered or row.phone or row.text or row.web
    assert row.status != "retired" or row.retired
    for old in row.retired:
        instead = line(old.instead)
        assert instead and instead.status != "retired"
        assert DATE.fullmatch(old.since)


def test_numbers_seen_only_in_passing_are_not_offered() -> None:
    """A line whose number was not read at its source is recognised by it, and says nothing to print."""
    for key, number in (("gb-shout", "85258"), ("gb-victim-support", "08 08 16 89 111"), ("gb-rape-support", "0808 500 2222")):
        row = line(key)
        assert row and row.also == (number,) and not row.phone


def test_no_two_numbers_are_one_slip_apart() -> None:
    """The right number of one line is not a slip in that of another, but where both are the same line's."""
    rows = [row for row in registry() if len(helplines._digits(row.phone)) > helplines.SHORT]
    apart = [
        (a.key, b.key) for a, b in combinations(rows, 2) if helplines._one_apart(helplines._digits(a.phone), helplines._digits(b.phone))
    ]
    assert not apart


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Call Samaritans free on 116 123.", "gb-samaritans"),
        ("Samaritans: 116 123 (free)", "gb-samaritans"),
        ("Samaritans can be reached on 116 123, 24 hours a day.", "gb-samaritans"),
        ("Samaritans are there on 116 123 24 hours a day.", "gb-samaritans"),
        ("Samaritans\n116123", "gb-samaritans"),
        ("Ring +44 116 123.", "gb-samaritans"),
        ("Phone the helpline on 0808 2000 247.", "gb-domestic"),
        ("Phone +44 (0)808 2000 247.", "gb-domestic"),
        ("Children can ring 0800 1111.", "gb-childline"),
        ("Text 07860 077333.", "gb-live-fear-free"),
        ("Text SHOUT to 85258.", "gb-shout"),
        ("Write to jo@samaritans.org.", "gb-samaritans"),
        ("Go to www.samaritans.org.", "gb-samaritans"),
        ("Go to https://www.samaritans.org/how-we-can-help/?page=2.", "gb-samaritans"),
        ("Call 988.", "us-988"),
        ("Call or text 988 at any time.", "us-988"),
        ("Dial 9-8-8.", "us-988"),
        ("See 988lifeline.org.", "us-988"),
        ("RAINN: (800) 656-4673", "us-rainn"),
        ("RAINN: 1-800-656-4673", "us-rainn"),
        ("RAINN: 1 (800) 656-4673", "us-rainn"),
        ("RAINN: 800.656.4673", "us-rainn"),
        ("RAINN: +1 800 656 4673", "us-rainn"),
        ("Call 800.656.HOPE.", "us-rainn"),
        ("Call 800-656-HOPE (4673).", "us-rainn"),
        ("Call 1-800-799-SAFE.", "us-domestic"),
        ("Text “HOME” to 741741.", "us-crisis-text"),
        ("Text HOME to 741-741.", "us-crisis-text"),
        ("Call the National Rape Crisis Helpline on 1800 77 88 88.", "ie-rape-crisis"),
        ("Freephone 1800 778 888.", "ie-rape-crisis"),
        ("Dial 181.", "in-women"),
        ("Call 1098 for a child in need.", "in-child"),
        ("Tele MANAS: 14416", "in-tele-manas"),
        ("Tele MANAS (14416)", "in-tele-manas"),
        ("iCALL 9152987821", "in-icall"),
        ("Ring Lifeline on 13 11 14.", "au-lifeline"),
        ("Ring Lifeline on 13 11 14 24/7.", "au-lifeline"),
        ("Lifeline 131 114", "au-lifeline"),
        ("Call 1800RESPECT.", "au-1800respect"),
        ("Call 1800 737 732.", "au-1800respect"),
        ("Phone 1300 22 46 36", "au-beyond-blue"),
        ("13 YARN (13 92 76)", "au-13yarn"),
        ("Call or text 1737 any time", "nz-1737"),
        ("Call 0800 REFUGE.", "nz-refuge"),
        ("GBV Command Centre: 0800-428-428", "za-gbv"),
    ],
)
def test_a_number_leads_to_its_line(text: str, key: str) -> None:
    """However it is grouped, prefixed, spelt in letters or put into an address, a number is known."""
    assert key in lines(text)


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 1988, or between 2010-2011.",
        "They met on 12-11-2024, 02.03.2024 and 2024-11-12 at 10:30.",
        "From 0800 to 1600, and 0900–2100 on Sunday.",
        "The fund has $800,656,467 and £116 123 and 14,416 members.",
        "He got 988 votes, she 1,098; the count stood at 181-116.",
        "Flight 988 left gate 111. Room 181 is on the left. Section 999 of the act.",
        "Aged 116, she has read 123 books.",
        "They call 300 people a day, and call 181 witnesses.",
        "The help line took 116 123 calls and help reached 14416 people.",
        "Support was at 988 and rising.",
        "A 911 call was made. She called 911 at 3:20.",
        "Docket No. 2:21-cv-00345, case no. 0808 800 5000, ISBN 978-0-13-468599-1.",
        "The server at 192.168.100.123 answered in 0.123456789 seconds.",
        "The population rose by +12 345 678.",
        "Follow us at twitter.com/tarnpress or facebook.com/tarnpress.",
        "Write to me at m.oss@tarnpress.example.com.",
        "It ended.In the morning they left.",
        "600-700 emails, 3-2-1 in the cup, 21-14-7 at half-time.",
    ],
)
def test_what_is_no_contact(text: str) -> None:
    """Years, dates, hours, sums, counts, ages, rooms, dockets, scores and a reporter's own address are none."""
    assert told(text) == []


def test_a_contact_is_exactly_its_words() -> None:
    """The span holds the number, its brackets and letters, and not the full stop or the hours after it."""
    assert told("Call (800) 656-4673, 116 123 24 hours, or 1-800-656-HOPE (4673).") == [
        "(800) 656-4673",
        "116 123",
        "1-800-656-HOPE (4673)",
    ]
    assert told("Visit https://www.drcc.ie/.") == ["https://www.drcc.ie/"]
    texted = one("Text CONNECT to 686868.")
    assert (texted.kind, texted.word, texted.value) == ("text", "CONNECT", "686868")


def test_a_shared_number_is_the_readers_own() -> None:
    """988 is a line of two countries, 116 123 another's of two: the one asked for comes back."""
    assert lines("Call 988.", "CA") == ["ca-988"]
    assert lines("Call 988.") == ["us-988"]
    assert lines("Call Samaritans on 116 123.", "IE") == ["ie-samaritans"]


def test_a_page_of_a_government_is_not_all_of_it() -> None:
    """A line that is a page on a larger site is known by the page only."""
    assert lines("For support visit gov.wales/live-fear-free.") == ["gb-live-fear-free"]
    assert lines("For support visit gov.wales/farming.") == []


@pytest.mark.parametrize(
    ("text", "instead", "since"),
    [
        ("Call the Lifeline on 1-800-273-8255.", "us-988", "2022-07-16"),
        ("Call 1-800-273-TALK (8255).", "us-988", "2022-07-16"),
        ("Call the national lifeline at 1 - 800 - 273 - 8255.", "us-988", "2022-07-16"),
        ("Call 1-833-456-4566.", "ca-988", ""),
        ("Text 45645.", "ca-988", ""),
        ("Call KIRAN on 1800-599-0019.", "in-tele-manas", "2026-02"),
    ],
)
def test_a_retired_number(text: str, instead: str, since: str) -> None:
    """A number that is no longer the one to print is no line's, and tells what is."""
    contact = one(text)
    assert known(contact) is None
    found = retired(contact)
    assert found and (found[1].instead, found[1].since) == (instead, since)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Call Samaritans free on 116 132.", "gb-samaritans"),
        ("Call Samaritans free on 116 124.", "gb-samaritans"),
        ("Call Lifeline on 13 11 41.", "au-lifeline"),
        ("RAINN: 800-656-4763", "us-rainn"),
        ("Call the hotline at 800-656-4763.", "us-rainn"),
        ("The helpline is on 0808 2000 2477.", "gb-domestic"),
        ("The helpline is on 0808 200 247.", "gb-domestic"),
        ("For support call 1800 737 723.", "au-1800respect"),
    ],
)
def test_a_mistyped_number(text: str, key: str) -> None:
    """One digit changed, dropped or added, or two swapped, in a sentence about help, is a slip in the line's number."""
    found = mistyped(one(text))
    assert found and found.key == key


@pytest.mark.parametrize(
    "text",
    [
        "Call Samaritans on 116 123.",
        "Call 1-800-273-8255.",
        "Ring the tax office on 116 132.",
        "Call the helpline on 116 000.",
        "The mill shop is at 800-656-4674.",
        "Call Victim Support on 0808 2000 248.",
        "Call Oakmere Advice on 021 447 9763 for help.",
        "Call 999.",
        "Dial 182 for help.",
    ],
)
def test_what_is_not_mistyped(text: str) -> None:
    """A right number, another line's, one too short or too far off, and one of which nothing says that it is a line's, are no slips."""
    assert [mistyped(contact) for contact in contacts(text)] in ([], [None])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("She rang Samaritans.", "gb-samaritans"),
        ("The National Sexual Assault\nHotline answers.", "us-rainn"),
        ("1800RESPECT is a service.", "au-1800respect"),
        ("He works for Childline.", "gb-childline"),
        ("Women’s Refuge said so.", "nz-refuge"),
        ("Women's Refuge said so.", "nz-refuge"),
        ("Lifeline: 13 11 14", "au-lifeline"),
        ("Call Lifeline.", "au-lifeline"),
    ],
)
def test_a_line_is_named(text: str, key: str) -> None:
    """A name is found with either apostrophe and across a line's end."""
    assert [found for _, found in names(text)] == [key]


@pytest.mark.parametrize(
    "text",
    [
        "The loan is a lifeline for the yard.",
        "Lifeline, a thriller, opens on Friday.",
        "Shine bright. Shout louder. Mind the gap.",
        "The Good Samaritans of Orrin Street fed them.",
        "It was safe to talk. Are You OK Hun is a podcast.",
        "Visit lifeline.org.au",
    ],
)
def test_common_words_name_no_line(text: str) -> None:
    """Words that mean a line only beside a word of help name none by themselves."""
    assert names(text) == []


def test_a_shared_name_is_the_readers_own() -> None:
    """Lifeline is a line of three countries."""
    assert names("Call Lifeline.", "NZ") == [("Lifeline", "nz-lifeline")]
    assert names("Call Samaritans.", "IE") == [("Samaritans", "ie-samaritans")]


@pytest.mark.parametrize(
    "text",
    [
        "Help is available.",
        "Helplines are available.",
        "Help is available for anyone affected.",
        "If you or someone you know has been affected by the issues in this story, help is at hand.",
        "If you have been affected by anything in this article, speak to a friend.",
        "If you are struggling, please seek help.",
        "Please seek help.",
        "Anyone affected can ring a helpline.",
        "Survivors can reach out to the national hotline.",
        "Reach out to the national hotline.",
        "You are not alone.",
        "Support is available to anyone who needs it.",
        "Those affected are urged to contact a support service.",
        "If you need someone to talk to, call a crisis line.",
        "Readers in need of support can contact Samaritans.",
        "For help, contact a counsellor.",
        "Get help:",
        "Where to get help",
        "For anyone affected by this report, information can be found on the charity’s pages.",
        "If this story has raised issues for you, talk to somebody.",
        "Victims of domestic abuse should seek help.",
        "If someone you know is thinking about suicide, talk to them.",
    ],
)
def test_an_offer_that_leads_nowhere(text: str) -> None:
    """Words that send readers to help with no number, code or address are found, and known to lead nowhere."""
    assert [leads for _, leads in pointers(f"The inquest heard six witnesses in Brannock on Monday.\n\n{text}\n")] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Help is available: call 988.",
        "If you are affected, call Samaritans on 116 123.",
        "Help is available. Samaritans can be called on 116 123.",
        "If you have been affected by the issues in this story:\n\nSamaritans: 116 123",
        "If you need help:\n\n- Childline: 0800 1111\n- Samaritans: 116 123",
        "## Where to get help\n\nSamaritans: 116 123",
        "For confidential support call 0800 1111.",
        "Samaritans: 116 123",
        "Text SHOUT to 85258 for support.",
        "The National Domestic Violence Hotline can be reached at 800-799-7233.",
        "For support, visit drcc.ie.",
    ],
)
def test_an_offer_that_leads_somewhere(text: str) -> None:
    """A number or address in the sentence, the paragraph, the next line or the list below is where an offer leads."""
    found = pointers(f"The inquest heard six witnesses in Brannock on Monday.\n\n{text}\n")
    assert found
    assert all(leads for _, leads in found)


@pytest.mark.parametrize(
    "text",
    [
        "The hotline received 300 calls in a night.",
        "Police set up a tip line, and asked for help.",
        "The union runs a legal helpline for members.",
        "Anyone with information can call Crimestoppers on 0800 555 111.",
        "Detectives ask anyone who can help to call 0800 321 4321.",
        "Hopefully, he will seek help.",
        "She told him to get help, and he left.",
        "Veterans ask for help, but calls to the hotline (800-273-8255) go unanswered.",
        "Help is available to members of the scheme, the council said.",
        "If you look at the polls, support is rising.",
        "Anyone who supports the bill can reach out to voters.",
        "The council will seek help from the state.",
        "Customers can call 0800 123 4567 for a refund.",
        "Text WORK to 82623 to join the campaign.",
        "Samaritans has 200 branches.",
        "The minister said support was available for farmers.",
        "The bank needs support, and the state can find it.",
    ],
)
def test_news_is_no_offer(text: str) -> None:
    """What is told of a hotline, of witnesses wanted, of services and of politics points no reader to help."""
    assert pointers(text) == []


@pytest.mark.parametrize(
    ("subjects", "country", "region", "keys"),
    [
        (["suicide", "crisis"], "US", "", ["us-988", "us-crisis-text"]),
        (["suicide"], "GB", "", ["gb-samaritans"]),
        (["domestic-abuse"], "GB", "Scotland", ["gb-scotland-domestic"]),
        (["sexual-violence"], "GB", "Wales", ["gb-rape-support", "gb-live-fear-free"]),
        (["sexual-violence"], "IE", "", ["ie-rape-crisis"]),
        (["suicide", "crisis"], "AU", "", ["au-lifeline", "au-call-back"]),
        (["domestic-abuse"], "IN", "", ["in-women", "in-ncw"]),
        (["sexual-violence"], "ZA", "", ["int-directory"]),
        (["suicide"], "", "", ["int-directory"]),
        (["suicide"], "FR", "", ["int-directory"]),
        ([], "GB", "", []),
    ],
)
def test_lines_that_fit(subjects: list[str], country: str, region: str, keys: list[str]) -> None:
    """Lines of the country for everybody, the subject named first before the others; the directory where none fits."""
    assert [row.key for row in fitting(subjects, country, region)] == keys


@pytest.mark.parametrize("row", [row for row in registry() if row.offered], ids=lambda row: row.key)
def test_what_is_inserted_is_found_again(row: Helpline) -> None:
    """The sentence to put into a story is an offer that leads somewhere, and each number and address in it is the line's."""
    text = insert([row])
    assert contacts(text)
    assert {leads for _, leads in pointers(text)} == {True}
    assert {found.key for contact in contacts(text) if (found := known(contact, row.country))} <= {row.key, *_sharing(row)}
    assert all(known(contact, row.country) for contact in contacts(text))


def _sharing(row: Helpline) -> set[str]:
    """Lines of one house share its site and its code."""
    return {other.key for other in registry() if other.country == row.country and other.web == row.web}


def test_what_is_inserted() -> None:
    """For whom it is, then each line by name, with all ways to reach it and its hours; nothing for no line."""
    samaritans, scotland = line("gb-samaritans"), line("gb-scotland-domestic")
    assert samaritans and scotland
    assert insert([samaritans]) == (
        "If you are affected by suicide, help is available: Samaritans, call 116 123 or go to samaritans.org, 24 hours a day."
    )
    assert ", in Scotland, call 0800 027 1234 or use its web chat, 24 hours a day." in insert([scotland])
    assert insert([]) == ""


def test_what_is_inserted_speaks_of_the_story() -> None:
    """A line for several subjects is put in for the one that the story is about."""
    respect = line("au-1800respect")
    assert respect
    assert insert([respect], ["domestic-abuse"]).startswith("If you are affected by domestic abuse, help is available: 1800RESPECT, call")


def test_mentions_come_in_order() -> None:
    """Names and numbers together, in the order of the text; a number that no line has is told too."""
    text = "Call Samaritans on 116 123 or 0800 321 4321."
    assert [(m.kind, m.helpline.key if m.helpline else "") for m in mentions(text)] == [
        ("name", "gb-samaritans"),
        ("phone", "gb-samaritans"),
        ("phone", ""),
    ]


PIECES = st.sampled_from(
    [
        *(
            "Call ",
            "Samaritans ",
            "Lifeline",
            "help is available",
            "if you ",
            " affected by",
            "116 123",
            "988",
            "1-800-",
            "SAFE",
            "+44",
            "(0)",
            "(800)",
        ),
        *(
            "text HOME to ",
            "741741",
            ". ",
            "\n",
            "\n\n- ",
            ": ",
            "www.",
            "samaritans.org",
            "@",
            "24/7",
            " 24 hours",
            "0",
            "1800",
            "13 11 14",
            "٣٤",
            "İ",
        ),
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever a text holds, nothing crashes, and every span lies in it."""
    spans = [mention.span for mention in mentions(text)] + [offer.span for offer in offers(text)]
    assert all(span.end <= len(text) for span in spans)
    for contact in contacts(text):
        retired(contact)
        mistyped(contact)
        assert contact.value
        assert text[contact.span.start : contact.span.end].strip() == text[contact.span.start : contact.span.end]


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1",
        "(1) ",
        "a.",
        "a",
        "a@",
        "if you need ",
        "call ",
        "800-",
        "call 988 ",
        "Help is available",
        "people struggling can call ",
        "x, ",
        "for free help ",
        "anyone affected is urged to call ",
        "- \n",
        "(",
    ],
)
def test_long_texts_cost_in_proportion(piece: str) -> None:
    """A hundred thousand code points of anything are read at once: what a draft repeats makes nothing hang."""
    text = piece * (100_000 // len(piece))
    mentions(text)
    offers(text)
