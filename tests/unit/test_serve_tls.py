"""The certificate is tried before anything opens; what is wrong is said with the file's name."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from minga.errors import ServeError
from minga.serve.entry.outside import HERE, NAMES, Outside
from minga.serve.entry.proxy import LOOPBACK
from minga.serve.entry.tls import DAY, check
from tests.certificates import make_certificate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good pair, and everything that people give by mistake."""
    made = tmp_path_factory.mktemp("tls")
    good, key = make_certificate(made, "taller.example.org", "192.0.2.7")
    make_certificate(made, "other.example", stem="other")
    openssl = lambda *words: subprocess.run(["openssl", *words], check=True, capture_output=True)  # noqa: E731
    openssl("pkey", "-in", str(key), "-aes256", "-passout", "pass:x", "-out", str(made / "locked.pem"))
    openssl("x509", "-in", str(good), "-outform", "der", "-out", str(made / "good.der"))
    (made / "cut.pem").write_bytes(good.read_bytes()[:300] + b"\n-----END CERTIFICATE-----\n")
    (made / "empty.pem").touch()
    (made / "both.pem").write_bytes(good.read_bytes() + key.read_bytes())
    return made


def test_a_good_pair_tells_its_names_and_dates(folder: Path) -> None:
    found = check(folder / "server.pem", folder / "server.key")
    assert found.names == ("taller.example.org", "192.0.2.7")
    assert found.ends - found.begins > 20 * DAY
    assert not found.ends_soon()
    assert found.ends_soon(found.ends - DAY / 2)


def test_one_file_may_hold_both(folder: Path) -> None:
    assert check(folder / "both.pem", folder / "both.pem").names


@pytest.mark.parametrize(("certificate", "key", "culprit", "said"), [
    ("missing.pem", "server.key", "missing.pem", "no existe"),
    ("server.pem", "missing.key", "missing.key", "no existe"),
    (".", "server.key", "", "es una carpeta"),
    ("good.der", "server.key", "good.der", "PEM"),
    ("empty.pem", "server.key", "empty.pem", "PEM"),
    ("cut.pem", "server.key", "cut.pem", "cortado"),
    ("server.pem", "other.key", "other.key", "no es la del certificado"),
    ("server.pem", "locked.pem", "locked.pem", "contraseña"),
    ("server.key", "server.pem", "server.key", "¿Están cambiados"),
    ("server.pem", "server.pem", "server.pem", "--key"),
])
def test_each_mistake_names_the_file_and_what_is_wrong(
    folder: Path, certificate: str, key: str, culprit: str, said: str,
) -> None:
    with pytest.raises(ServeError) as wrong:
        check(folder / certificate, folder / key)
    assert culprit in str(wrong.value)
    assert said in str(wrong.value)


def test_a_file_nobody_may_read_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ServeError, match="no hay permiso"):
        check(folder / "server.pem", folder / "server.key")


def test_a_certificate_out_of_its_time_is_refused_with_the_date(folder: Path) -> None:
    pair = folder / "server.pem", folder / "server.key"
    good = check(*pair)
    with pytest.raises(ServeError, match=r"server\.pem venció el \d{4}-\d\d-\d\d"):
        check(*pair, now=good.ends + 1)
    with pytest.raises(ServeError, match=r"server\.pem vale desde el \d{4}-\d\d-\d\d, todavía no"):
        check(*pair, now=good.begins - 1)


def test_addresses_become_https_under_a_name_of_the_certificate(folder: Path) -> None:
    outside = Outside(folder / "server.pem", folder / "server.key").checked()
    assert outside.address("participant", "192.0.2.7", 8866) == "https://192.0.2.7:8866/"
    assert outside.address("participant", "10.0.0.3", 443) == "https://taller.example.org/"
    assert outside.hosts().known("taller.example.org:8866")
    assert outside.address("facilitator", "127.0.0.1", 8867) == "https://127.0.0.1:8867/"  # the door listens there only


def test_containers_tell_their_names_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMES, "minga-a, *.minga.svc.cluster.local")
    hosts = Outside().hosts()
    assert hosts.known("minga-a:8866")
    assert hosts.known("minga-0.minga.svc.cluster.local")
    assert not hosts.known("minga-b")


def test_without_a_certificate_addresses_stay_as_they_are() -> None:
    plain = Outside().checked()
    assert plain.address("participant", "10.0.0.3", 8866) == "http://10.0.0.3:8866/"
    assert plain.context() is None
    assert plain.proxies == ()
    assert plain.default_host() == "0.0.0.0"


def test_behind_a_proxy_on_this_machine_nobody_else_is_listened_to() -> None:
    behind = Outside(proxy=HERE, public_url="https://taller.example.org").checked()
    assert behind.proxies == LOOPBACK
    assert behind.default_host() == "127.0.0.1"
    assert behind.address("participant", "127.0.0.1", 8866) == "https://taller.example.org/"
    assert behind.hosts().known("taller.example.org")
    assert Outside(proxy="10.0.0.5").checked().default_host() == "0.0.0.0"


def test_what_a_person_should_know_first_is_said(folder: Path) -> None:
    named = Outside(folder / "server.pem", folder / "server.key").checked()
    assert "127.0.0.1" in "".join(named.notes())
    assert named.notes("0.0.0.0") == []
    assert "sin cifrar" in "".join(Outside().notes("0.0.0.0"))
    assert Outside().notes() == Outside().notes("127.0.0.1") == []
    assert "--public-url" in "".join(Outside(proxy=HERE).notes())


@pytest.mark.parametrize(("given", "said"), [
    (Outside(certificate=Path("a.pem")), "--key"), (Outside(key=Path("a.pem")), "--certificate"),
    (Outside(proxy="nginx.local"), "nginx.local"), (Outside(proxy="10.0.0.300"), "10.0.0.300"),
    (Outside(public_url="taller.example.org"), "--public-url"),
    (Outside(facilitator_url="ftp://x"), "--facilitator-url"),
    (Outside(public_url="https://example.org/taller/"), "no una carpeta"),
])
def test_what_cannot_work_is_said_before_anything_opens(given: Outside, said: str) -> None:
    with pytest.raises(ServeError) as wrong:
        given.checked()
    assert said in str(wrong.value)


def test_a_door_is_told_everything_and_reads_it_back(folder: Path) -> None:
    import argparse

    from minga.serve.entry.outside import add_options, given_to

    outside = Outside(folder / "server.pem", folder / "server.key", "10.0.0.5", "https://a.example",
                      "https://b.example:8443").checked()
    parser = argparse.ArgumentParser()
    add_options(parser)
    assert given_to(parser.parse_args(outside.options())) == outside
    assert given_to(parser.parse_args([])) == Outside()
