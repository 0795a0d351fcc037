"""Certificates for the tests, made on the spot: no private key is kept anywhere."""

from __future__ import annotations

import ipaddress
import subprocess
from pathlib import Path


def make_certificate(folder: Path, *names: str, stem: str = "server") -> tuple[Path, Path]:
    """Make a certificate that signs itself, for these names and addresses; returns it and its key."""
    certificate, key = folder / f"{stem}.pem", folder / f"{stem}.key"
    made_out = ",".join(f"{'IP' if _figures(name) else 'DNS'}:{name}" for name in names)
    subprocess.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
        "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=minga", "-addext", f"subjectAltName={made_out}",
    ], check=True, capture_output=True)
    return certificate, key


def _figures(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
