"""Reminders as files, and handing them to a mail server."""

from __future__ import annotations

import csv
import os
import smtplib
import stat
from collections.abc import Callable
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from minga import paths, tables
from minga.errors import RunError
from minga.runs.reminders_files import Reminded, write_reminders
from minga.runs.reminders_mail import MailServer, send_reminders
from minga.store import Store

DAY = date(2018, 7, 2)
SERVER = MailServer("mail.example.org", 465, True, "Red <red@example.org>")


@pytest.fixture
def folder(sqlite_store: Store) -> Path:
    """A plan in which Luna (with an address), Sol (with a telephone) and nobody answer for one action each."""
    with sqlite_store.transaction("new_plan", plan_id="alfa") as t:
        t.insert("plans", {"plan_id": "alfa", "title": "Red", "method": "top", "created_at": tables.now(),
                           "starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
        t.insert("directions", {"direction_id": "d", "plan_id": "alfa", "position": 1, "title": "Dirección"})
        for n, name in enumerate(("Luna", "Sol", ""), 1):
            t.insert("actions", {"action_id": f"a{n}", "direction_id": "d", "position": n, "code": f"1.{n}",
                                 "text": f"=Acción {n}", "starts": date(2018, 1, 1), "ends": date(2018, 6, 30),
                                 "precision": "month"})
            if name:
                t.insert("assignments", {"action_id": f"a{n}", "position": 1, "as_written": f"{name} (Perú)",
                                         "name": name, "country": "PE"})
        for alias, contact in (("Luna", "luna@example.org"), ("Sol", "+51 999")):
            key = t.insert("participants", {"plan_id": "alfa", "alias": alias, "country": "PE"})["participant_id"]
            t.insert("people", {"participant_id": key, "name": alias, "contact": contact})
    return paths.report_folder("alfa", "2018-S1") / "reminders"


def write(store: Store, on: date = DAY) -> list[Reminded]:
    made, problems = write_reminders(store, on=on)
    assert problems == []
    return made


def endings(folder: Path) -> list[str]:
    return sorted(file.suffix for file in folder.iterdir() if file.is_file())


def the_list(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "reminders.csv").open(encoding="utf-8", newline="") as file:
        return {line["name"]: line for line in csv.DictReader(file)}


def done(store: Store, action: str) -> None:
    with store.transaction("save", plan_id="alfa") as t:
        t.insert("progress", {"action_id": action, "period": "2018-S1", "status": "done"})


def test_each_person_gets_a_file_of_the_kind_their_contact_allows(sqlite_store: Store, folder: Path) -> None:
    [made] = write(sqlite_store)
    assert (made.period, made.people, endings(folder)) == ("2018-S1", 2, [".csv", ".eml", ".txt"])
    listed = the_list(folder)
    assert {name: (line["contact"], line["missing"]) for name, line in listed.items()} == {
        "Luna": ("luna@example.org", "1"), "Sol": ("+51 999", "1"), "": ("", "1")}
    mail = message_from_bytes((folder / listed["Luna"]["file"]).read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    assert mail["To"].addresses[0].addr_spec == "luna@example.org"
    assert "1.1 =Acción 1" in mail.get_content()
    assert (folder / listed["Sol"]["file"]).read_text(encoding="utf-8").startswith("Sol · +51 999\n")


def test_only_its_owner_may_look_into_the_folder(sqlite_store: Store, folder: Path) -> None:
    write(sqlite_store)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_writing_again_changes_no_file_and_who_reported_is_no_longer_there(sqlite_store: Store, folder: Path) -> None:
    write(sqlite_store)
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    write(sqlite_store)
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before
    done(sqlite_store, "a1")
    write(sqlite_store)
    assert endings(folder) == [".csv", ".txt"]
    for action in ("a2", "a3"):
        done(sqlite_store, action)
    [made] = write(sqlite_store)
    assert made.reminders == ()
    assert not folder.exists()


@pytest.mark.parametrize("on", [date(2018, 6, 30), date(2018, 9, 1)])
def test_nobody_is_reminded_of_a_period_under_way_or_long_gone(sqlite_store: Store, folder: Path, on: date) -> None:
    assert write(sqlite_store, on) == []
    assert not folder.exists()


def test_nobody_is_reminded_of_a_closed_period(sqlite_store: Store, folder: Path) -> None:
    write(sqlite_store)
    with sqlite_store.transaction("lock", plan_id="alfa") as t:
        t.update("periods", "alfa|2018-S1", status="locked")
    assert write(sqlite_store) == []


def test_a_contact_that_two_people_of_one_name_share_is_nobodys(sqlite_store: Store, folder: Path) -> None:
    with sqlite_store.transaction("x", plan_id="alfa") as t:
        key = t.insert("participants", {"plan_id": "alfa", "alias": "LUNA", "country": "PE"})["participant_id"]
        t.insert("people", {"participant_id": key, "name": "", "contact": "otra@example.org"})
    write(sqlite_store)
    assert the_list(folder)["Luna"]["contact"] == ""


def test_a_folder_that_takes_no_file_is_a_problem_of_that_plan_alone(sqlite_store: Store, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("un archivo")
    made, [problem] = write_reminders(sqlite_store, on=DAY)
    assert (made, problem.plan) == ([], "alfa")
    assert str(folder) in problem.message


# ── by mail ────────────────────────────────────────────────────────────────────────────────────────


class Post:
    """Stands for a mail server: what it took, and whom it does not know."""

    def __init__(self, refuses: bool = False) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses = refuses

    def __call__(self, _server: MailServer) -> Any:
        return self

    def send_message(self, message: EmailMessage) -> None:
        if self.refuses:
            raise smtplib.SMTPRecipientsRefused({"luna@example.org": (550, b"no such luna@example.org")})
        self.taken.append(message)

    def quit(self) -> None:
        pass


def test_each_person_is_written_to_once_with_sender_and_date(sqlite_store: Store, folder: Path) -> None:
    post = Post()
    assert send_reminders(write(sqlite_store), SERVER, post) == (1, [])
    [mail] = post.taken
    assert (mail["From"], mail["X-Unsent"]) == ("Red <red@example.org>", None)
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.org>")
    assert len(list((folder / "sent").iterdir())) == 1
    assert send_reminders(write(sqlite_store), SERVER, post) == (0, [])
    assert len(post.taken) == 1


def test_a_refused_address_is_named_by_its_file_alone_and_tried_again(sqlite_store: Store, folder: Path) -> None:
    sent, [refusal] = send_reminders(write(sqlite_store), SERVER, Post(refuses=True))
    assert sent == 0
    assert refusal.startswith("luna-")
    assert "@" not in refusal
    assert send_reminders(write(sqlite_store), SERVER, Post()) == (1, [])


def test_a_server_that_does_not_answer_sends_nothing_and_says_so(sqlite_store: Store, folder: Path) -> None:
    def closed(_server: MailServer) -> Any:
        raise ConnectionRefusedError(111, "refused")

    with pytest.raises(RunError, match=r"mail\.example\.org"):
        send_reminders(write(sqlite_store), SERVER, closed)
    assert not (folder / "sent").exists()


def test_without_a_server_the_command_refuses_to_send_and_writes_nothing(
        sqlite_store: Store, folder: Path, minga: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGA_SMTP", raising=False)
    assert minga("due", "--on", DAY, "--send").code == 2
    assert not folder.exists()


def test_the_command_writes_them_and_tells_no_name(
        sqlite_store: Store, folder: Path, minga: Callable[..., Any]) -> None:
    answer = minga("due", "--on", DAY, "--remind")
    assert answer.code == 0
    assert f"2 recordatorios de alfa, 2018-S1, en {os.fspath(folder)}" in answer.words
    assert "Luna" not in answer.words
    [told] = minga("due", "--on", DAY, "--remind", "--json").data["reminders"]["written"]
    assert (told["people"], told["folder"]) == (2, str(folder))
