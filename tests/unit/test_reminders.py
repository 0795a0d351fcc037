"""The words of a reminder, and the name of its file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga import i18n
from minga.errors import UsageError
from minga.folding import fold
from minga.results.model import Action, Indicator, Period
from minga.results.reviewing import Awaited
from minga.results.reviewing_waiting import RETURNED, Due, Reporter
from minga.runs.reminders import Reminder, deadline_of, one_line, write_reminder
from minga.runs.reminders_files import message
from minga.runs.reminders_mail import mail_server

S1 = Period("2018-S1", date(2018, 1, 1), date(2018, 6, 30))
ACTION = Due("progress", ("a",), Action("a", code="1.2", text="Abrir la escuela"))
VALUE = Due("actuals", ("i", "PE", "sexo", "mujeres"), Indicator("i", method="period", title="Activistas formadas"),
            state=RETURNED, row={"review_note": "¿Son de este semestre?"})


def write(*missing: Due, returned: tuple[Due, ...] = (), name: str = "Luna", contact: str = "", kind: str = "person",
          today: date = date(2018, 7, 2), link: bool = True, drafts: int = 0, title: str = "Red") -> Reminder:
    awaited = Awaited(Reporter(name, "PE", kind), missing, returned, drafts, link)
    return write_reminder(awaited, {"title": title, "organization": "Red de ejemplo"}, S1, "1.er semestre de 2018",
                          date(2018, 7, 14), contact, today)


def test_it_says_what_is_owed_until_when_and_how_to_send_it() -> None:
    text = write(ACTION, returned=(VALUE,), drafts=1).text
    assert text.startswith("Hola, Luna:\n")
    for words in ("14 de julio de 2018", "- 1.2 Abrir la escuela\n",
                  "Activistas formadas (Perú, mujeres): ¿Son de este", "Hay 1 dato que usted empezó",
                  "enlace personal de siempre", "Red de ejemplo\n"):
        assert words in text


def test_after_the_deadline_it_says_that_it_can_still_be_sent() -> None:
    assert "todavía se puede enviar" not in write(ACTION, today=date(2018, 7, 14)).text
    assert "todavía se puede enviar" in write(ACTION, today=date(2018, 7, 15)).text


def test_who_has_no_link_is_told_how_to_get_one_and_a_group_is_not_greeted_as_a_person() -> None:
    assert "necesita un enlace personal" in write(ACTION, link=False).text
    assert write(ACTION, kind="group", name="Coordinaciones").text.startswith("A Coordinaciones:")


def test_what_nobody_answers_for_is_no_message_to_anybody() -> None:
    made = write(ACTION, name="", link=False)
    assert (made.name, made.missing) == ("", 1)
    assert "acordar quién responde" in made.text


def test_long_lists_are_cut_and_say_how_many_are_left() -> None:
    assert write(*[ACTION] * 18).text.count("- 1.2") == 15
    assert "y 3 más" in write(*[ACTION] * 18).text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_has_no_blank_left_to_fill_in_any_language(language: str) -> None:
    with i18n.speaking(language):
        text = write(ACTION, returned=(VALUE,), drafts=2).text + write(name="", link=False).text
    assert "{" not in text


def test_the_deadline_is_the_day_before_the_report_and_never_before_the_end_of_the_period() -> None:
    assert deadline_of(date(2018, 7, 15), S1) == date(2018, 7, 14)
    assert deadline_of(date(2018, 7, 1), S1) == S1.ends


@given(st.text(max_size=400))
def test_what_people_wrote_stays_on_one_line_and_steers_nothing(words: str) -> None:
    line = one_line(words)
    assert len(line) <= 160
    assert not any(ord(c) < 32 or c in "\x7f\u2028\u2029\u202e" for c in line)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_file_is_named_by_plain_letters_and_two_people_never_share_one(one: str, other: str) -> None:
    first, second = (write(ACTION, name=f"x{name}") for name in (one, other))
    assert set(first.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert (first.stem == second.stem) == (fold(first.name) == fold(second.name))


@pytest.mark.parametrize(("contact", "address"), [
    ("luna@example.org", "luna@example.org"), (" luna@example.org ", "luna@example.org"), ("+51 999", ""), ("", ""),
    ("luna@example.org\nBcc: otra@example.org", ""), ("Luna <luna@example.org>", ""), ("luna@localhost", ""),
    ("luna@exämple.org", ""), ("a@b.c, d@e.f", "")])
def test_only_a_plain_address_is_written_to(contact: str, address: str) -> None:
    assert write(ACTION, contact=contact).address == address


def test_a_message_is_opened_by_mail_programs_and_no_name_adds_a_header() -> None:
    made = message(write(ACTION, name='Luna"\r\nBcc: otra@example.org', contact="luna@example.org",
                         title="Red\nX-Evil: 1"))
    assert made["To"].addresses[0].addr_spec == "luna@example.org"
    assert (made["Bcc"], made["X-Evil"], made["From"], made["Date"]) == (None, None, None, None)
    assert made["X-Unsent"] == "1"
    assert "Abrir la escuela" in made.get_content()
    assert made.as_bytes() == message(write(ACTION, name='Luna"\r\nBcc: otra@example.org', contact="luna@example.org",
                                            title="Red\nX-Evil: 1")).as_bytes()


# ── where mail is handed in ────────────────────────────────────────────────────────────────────────

GOOD: dict[str, Any] = {"MINGA_SMTP": "smtps://ana%40red@mail.example.org", "MINGA_MAIL_FROM": "Red <red@example.org>"}


def test_a_mail_server_is_read_with_its_usual_ports_and_a_password_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("secreto\n")
    server = mail_server(GOOD | {"MINGA_SMTP_PASSWORD_FILE": str(tmp_path / "word")})
    assert (server.host, server.port, server.tls, server.user, server.password) == (
        "mail.example.org", 465, True, "ana@red", "secreto")  # pragma: allowlist secret
    assert "secreto" not in repr(server)
    assert mail_server(GOOD | {"MINGA_SMTP": "smtp://mail.example.org"}).port == 587


@pytest.mark.parametrize("change", [
    {"MINGA_SMTP": ""}, {"MINGA_SMTP": "mail.example.org"}, {"MINGA_SMTP": "http://mail.example.org"},
    {"MINGA_SMTP": "smtps://"}, {"MINGA_SMTP": "smtps://mail.example.org:99999"},
    {"MINGA_SMTP": "smtps://ana:clave@mail.example.org"},  # pragma: allowlist secret
    {"MINGA_MAIL_FROM": ""}, {"MINGA_MAIL_FROM": "Red"}, {"MINGA_MAIL_FROM": "a@b.org\nBcc: c@d.org"},
    {"MINGA_SMTP_PASSWORD_FILE": "no-such-file"}])  # pragma: allowlist secret
def test_settings_without_meaning_are_refused_before_anything_is_sent(change: dict[str, str]) -> None:
    with pytest.raises(UsageError) as wrong:
        mail_server(GOOD | change)
    assert wrong.value.faults[0].advice
