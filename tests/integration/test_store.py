"""The store on both databases: what is written together, in which order, and what others see."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from minga import tables
from minga.store import Store, Watcher, changes_since, hashed, key_of, last_seq, open_store, plan_rows, rows
from tools import writers
from tools.sample import insert_sample, sample_rows
from tools.writers import plan


def test_a_new_store_is_empty(store: Store) -> None:
    assert all(rows(store, t.name) == [] for t in tables.METADATA.sorted_tables)


def test_every_table_gives_back_what_was_written(store: Store) -> None:
    assert plan_rows(store, "muestra") != insert_sample(store)
    found = plan_rows(store, "muestra")
    found["codelists"] = rows(store, "codelists")
    assert found == sample_rows()


def test_a_plan_is_read_without_the_rows_of_another(store: Store) -> None:
    insert_sample(store, "uno")
    other = sample_rows("dos")
    with store.transaction("sample", plan_id="dos") as tx:
        for name, many in other.items():
            if name != "codelists":  # belongs to no plan
                tx.insert_many(name, many)
    found = plan_rows(store, "dos")
    assert {n: r for n, r in found.items() if n != "codelists"} == {n: r for n, r in other.items() if n != "codelists"}


def test_what_hangs_from_a_plan_goes_with_it(store: Store) -> None:
    insert_sample(store)
    with store.transaction("delete_plan", plan_id="muestra") as tx:
        tx.delete("plans", "muestra")
    left = {name for name, many in plan_rows(store, "muestra").items() if many}
    assert left - {"codelists"} == set()


def test_a_row_and_its_line_in_changes_are_written_together(store: Store) -> None:
    with store.transaction("new_plan", plan_id="p", actor="alguien") as tx:
        row = tx.insert("plans", plan("p"))
    (line,) = changes_since(store, "p", 0)
    assert (line.verb, line.actor, line.table, line.row_id, line.op) == ("new_plan", "alguien", "plans", "p", "insert")
    assert (line.before, line.after) == (None, row)


def test_when_a_verb_fails_neither_the_row_nor_its_line_stays(store: Store) -> None:
    def fail() -> None:
        with store.transaction("new_plan", plan_id="p") as tx:
            tx.insert("plans", plan("p"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert rows(store, "plans") == []
    assert last_seq(store, "p") == 0


def test_a_reference_that_leads_nowhere_undoes_the_whole_verb(store: Store) -> None:
    stage = sample_rows("fantasma")["stages"][0]

    def orphan() -> None:
        with store.transaction("new_stage", plan_id="p") as tx:
            tx.insert("plans", plan("p"))
            tx.insert("stages", stage)

    with pytest.raises(sa.exc.IntegrityError):
        orphan()
    assert rows(store, "plans") == []
    assert rows(store, "changes") == []


def test_a_change_and_a_removal_are_recorded_with_what_stood_before(store: Store) -> None:
    insert_sample(store)
    since = last_seq(store, "muestra")
    with store.transaction("rename", plan_id="muestra") as tx:
        after = tx.update("plans", "muestra", title="Otro título", ends=None)
    with store.transaction("withdraw", plan_id="muestra") as tx:
        gone = tx.delete("votes", "muestra-votes")
    rename, withdraw = changes_since(store, "muestra", since)
    assert (rename.op, rename.before, rename.after) == ("update", sample_rows()["plans"][0], after)
    assert (withdraw.op, withdraw.before, withdraw.after) == ("delete", gone, None)


def test_a_change_that_changes_nothing_leaves_no_line(store: Store) -> None:
    row = insert_sample(store)["plans"][0]
    since = last_seq(store, "muestra")
    with store.transaction("rename", plan_id="muestra") as tx:
        tx.update("plans", "muestra", title=row["title"])
    assert last_seq(store, "muestra") == since


def test_a_row_of_two_keys_is_found_by_its_text_key(store: Store) -> None:
    period = insert_sample(store)["periods"][0]
    assert key_of(tables.table("periods"), period) == "muestra|2018-S1"
    with store.transaction("lock_period", plan_id="muestra") as tx:
        tx.update("periods", "muestra|2018-S1", status="locked")
    assert rows(store, "periods")[0]["status"] == "locked"


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_row_that_is_not_there_is_said(store: Store, verb: str) -> None:
    with pytest.raises(LookupError, match="plans nadie"), store.transaction(verb, plan_id="p") as tx:
        getattr(tx, verb)("plans", "nadie")


def test_a_column_that_does_not_exist_is_said(store: Store) -> None:
    with pytest.raises(KeyError, match="plans has no column titel"), store.transaction("x", plan_id="p") as tx:
        tx.insert("plans", {**plan("p"), "titel": "x"})


def test_an_anonymous_transaction_keeps_neither_actor_nor_time(store: Store) -> None:
    with store.transaction("add_card", plan_id="p", actor="alguien", anonymous=True) as tx:
        tx.insert("plans", plan("p"))
    (line,) = rows(store, "changes")
    assert (line["actor"], line["at"]) == ("", None)


def test_a_named_transaction_keeps_actor_and_time(store: Store) -> None:
    before = tables.now()
    with store.transaction("add_card", plan_id="p", actor="alguien") as tx:
        tx.insert("plans", plan("p"))
    (line,) = rows(store, "changes")
    assert line["actor"] == "alguien"
    assert before <= line["at"] <= datetime.now(UTC)


def test_the_houses_own_books_leave_no_line(store: Store) -> None:
    for value in ("uno", "dos"):
        with store.transaction("set", plan_id="p") as tx:
            tx.put_private("settings", {"name": "color", "value": value})
    assert rows(store, "settings") == [{"name": "color", "value": "dos"}]
    assert rows(store, "changes") == []


def test_a_hash_does_not_show_the_secret() -> None:
    assert "galleta" not in hashed("galleta")
    assert hashed("galleta") == hashed("galleta") != hashed("Galleta")


def test_one_reading_sees_one_moment(store: Store) -> None:
    insert_sample(store)
    counting = sa.select(sa.func.count()).select_from(tables.table("plans"))
    with store.reading() as connection:
        first = connection.execute(counting).scalar()
        with store.transaction("new_plan", plan_id="p") as tx:
            tx.insert("plans", plan("p"))
        second = connection.execute(counting).scalar()
    with store.reading() as connection:
        later = connection.execute(counting).scalar()
    assert (first, second, later) == (1, 1, 2)


def test_a_reader_that_asks_since_never_misses_a_line(store: Store) -> None:
    """Sequence order is commit order: while many write, no lower number turns up behind a higher one."""
    writing, seen = threading.Event(), []
    writing.set()

    def write(name: str) -> None:
        for i in range(15):
            with store.transaction("write", plan_id="p") as tx:
                tx.insert("plans", plan(f"{name}-{i}"))

    def read() -> None:
        while True:
            last_round = not writing.is_set()
            seen.extend(c.seq for c in changes_since(store, "p", seen[-1] if seen else 0))
            if last_round:
                return

    with ThreadPoolExecutor(4) as pool:
        reader = pool.submit(read)
        for writer in [pool.submit(write, name) for name in "abc"]:
            writer.result()
        writing.clear()
        reader.result()
    assert seen == [line["seq"] for line in rows(store, "changes", order="seq")]
    assert len(seen) == 45


def test_two_processes_that_write_at_once_both_succeed(store: Store, store_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=writers.write_many, args=(store_url, name, 40)) for name in ("uno", "dos")]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    assert len(rows(store, "plans")) == 80
    assert len(changes_since(store, "p", 0)) == 80


def test_a_watcher_sees_what_another_process_commits(store: Store, store_url: str) -> None:
    watcher = Watcher(store)
    assert not watcher.changed()
    other = multiprocessing.get_context("spawn").Process(target=writers.write_many, args=(store_url, "uno", 1))
    other.start()
    other.join()
    assert watcher.changed()
    assert not watcher.changed()
    watcher.close()


def test_a_watcher_sees_a_plan_that_commits_behind_another(postgres_store: Store) -> None:
    """On PostgreSQL the writers of two plans do not queue, so a lower number can become visible later."""
    store = postgres_store
    insert_sample(store, "lento")
    watcher = Watcher(store)
    with store.transaction("slow", plan_id="lento") as slow:
        slow.update("plans", "lento", title="Después")
        with store.transaction("quick", plan_id="rápido") as quick:
            quick.insert("plans", plan("rápido"))
        assert watcher.changed()
    assert watcher.changed()
    watcher.close()


def test_opening_a_store_again_finds_everything(store: Store, store_url: str) -> None:
    written = insert_sample(store)
    store.close()
    again = open_store(store_url)
    assert rows(again, "cards") == written["cards"]
    again.close()
