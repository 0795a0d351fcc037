"""What the doctor says of a machine, and how to mend it."""

from __future__ import annotations

import shutil
import socket
import threading
import webbrowser
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from minga import cli, doctor, paths
from minga.doctor import Check, examine
from minga.serve.opening import addresses
from minga.store import Store


@pytest.fixture
def ports() -> tuple[int, int]:
    """Two ports where nothing listens."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("", 0))
        two.bind(("", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program holds."""
    with socket.socket() as holder:
        holder.bind(("0.0.0.0", 0))
        yield holder.getsockname()[1]


def _found(ports: tuple[int, int], name: str, url: str = "") -> Check:
    (check,) = [c for c in examine(url or paths.store_url(), *ports) if c.name == name]
    assert check.state == "ok" or check.advice, "what is wrong comes with how to mend it"
    return check


def test_a_good_machine_has_nothing_bad(sqlite_url: str, ports: tuple[int, int]) -> None:
    found = examine(sqlite_url, *ports)
    assert [c.name for c in found if c.state == "bad"] == []
    assert [c.name for c in found] == ["Python", "Paquetes", "Carpeta de datos", "Carpeta de salidas", "Almacén",
                                       "Métodos", "Puerto de participantes", "Puerto de quien facilita",
                                       "Navegador", "Red local"]


def test_an_old_python_is_bad(ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    class Version(tuple[int, ...]):
        pass

    monkeypatch.setattr(doctor, "sys", SimpleNamespace(version_info=Version((3, 9, 1))))
    check = _found(ports, "Python")
    assert (check.state, "3.9.1" in check.message, "3.11" in check.advice) == ("bad", True, True)


def test_a_missing_package_is_named_with_how_to_install_it(
        ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "voila":
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    check = _found(ports, "Paquetes")
    assert (check.state, check.message) == ("bad", "Faltan: voila.")
    assert "pip install voila" in check.advice


@pytest.mark.parametrize(("name", "folder", "variable"), [
    ("Carpeta de datos", "data", "MINGA_HOME"), ("Carpeta de salidas", "outputs", "MINGA_OUTPUTS")])
def test_a_folder_that_cannot_be_written_is_bad(
        name: str, folder: str, variable: str, home: Path, ports: tuple[int, int]) -> None:
    (home / folder).write_text("un archivo donde iría la carpeta")
    check = _found(ports, name, str(home / "otro.sqlite"))
    assert (check.state, str(home / folder) in check.message, variable in check.advice) == ("bad", True, True)


def test_little_room_on_the_disk_is_a_warning(ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=50 * 1024 * 1024))
    check = _found(ports, "Carpeta de datos")
    assert (check.state, "50 MB" in check.message) == ("warning", True)


def test_a_store_that_is_not_there_yet_is_no_problem_and_is_not_made(home: Path, ports: tuple[int, int]) -> None:
    assert _found(ports, "Almacén").state == "ok"
    assert not (home / "data" / "minga.sqlite").exists()


def test_a_store_with_plans_is_counted_and_not_written_to(sqlite_store: Store, ports: tuple[int, int]) -> None:
    before = Path(str(sqlite_store.engine.url.database)).read_bytes()
    assert _found(ports, "Almacén").message.endswith("con 0 planes")
    assert Path(str(sqlite_store.engine.url.database)).read_bytes() == before


def test_a_file_that_is_no_store_is_bad(home: Path, ports: tuple[int, int]) -> None:
    (home / "notas.sqlite").write_text("Esto no es una base. " * 99)
    check = _found(ports, "Almacén", str(home / "notas.sqlite"))
    assert (check.state, "notas.sqlite" in check.message) == ("bad", True)


def test_a_method_with_faults_is_bad_and_stops_nothing_else(home: Path, ports: tuple[int, int]) -> None:
    (home / "parameters" / "methods").mkdir(parents=True)
    (home / "parameters" / "methods" / "roto.yaml").write_text("title: [")
    check = _found(ports, "Métodos")
    assert (check.state, "roto.yaml, fila 1" in check.message) == ("bad", True)
    (home / "parameters" / "methods" / "roto.yaml").unlink()
    assert _found(ports, "Métodos").state == "bad"


def test_a_port_in_use_is_bad_and_another_is_offered(taken: int, ports: tuple[int, int]) -> None:
    for given, name, option in (((taken, ports[1]), "Puerto de participantes", "--port"),
                                ((ports[0], taken), "Puerto de quien facilita", "--facilitator-port")):
        check = _found(given, name)
        assert check.state == "bad"
        assert str(taken) in check.message
        assert f"{option} " in check.advice


def test_the_same_port_twice_is_bad(ports: tuple[int, int]) -> None:
    check = _found((ports[0], ports[0]), "Puerto de quien facilita")
    assert (check.state, "mismo puerto" in check.message) == ("bad", True)


def test_a_minga_that_is_open_already_is_said_kindly(ports: tuple[int, int]) -> None:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"minga")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Door) as door:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        check = _found((ports[0], door.server_port), "Puerto de quien facilita")
        door.shutdown()
    assert (check.state, check.message) == ("ok", f"Minga ya está abierta en http://127.0.0.1:{door.server_port}/")


@pytest.mark.parametrize("program", ["firefox", "chromium", "google-chrome"])
def test_a_browser_in_path_counts_without_a_screen(
        program: str, ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == program else None)
    assert _found(ports, "Navegador") == Check("Navegador", "ok", program)


@pytest.mark.parametrize("registered", [None, "lynx", "www-browser"])
def test_no_browser_or_one_of_text_is_a_warning(
        registered: str | None, ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def get() -> object:
        if registered is None:
            raise webbrowser.Error("could not locate runnable browser")
        return SimpleNamespace(name=registered, basename=registered)

    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(webbrowser, "get", get)
    check = _found(ports, "Navegador")
    assert (check.state, "Firefox" in check.advice) == ("warning", True)


def test_without_a_network_phones_are_warned_about(ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "local_network_address", lambda: addresses.LOCAL)
    assert _found(ports, "Red local").state == "warning"
    monkeypatch.setattr(addresses, "local_network_address", lambda: "192.0.2.7")
    assert _found(ports, "Red local") == Check("Red local", "ok", "192.0.2.7")


@pytest.mark.parametrize(("states", "code"), [
    (("ok", "ok"), 0), (("ok", "warning"), 0), (("warning", "bad"), 1)])
def test_only_what_is_bad_makes_the_command_fail(
        states: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda *_given: [
        Check(f"Cosa {i}", state, "así está", "" if state == "ok" else "Arréglelo así.")
        for i, state in enumerate(states)])
    with pytest.raises(SystemExit) as left:
        cli.main(["doctor"])
    told = capsys.readouterr().out
    assert left.value.code == code
    assert told.count("→ Arréglelo así.") == sum(state != "ok" for state in states)
    with pytest.raises(SystemExit) as left:
        cli.main(["doctor", "--json"])
    assert left.value.code == code
    assert f'"ok": {"false" if code else "true"}' in capsys.readouterr().out
