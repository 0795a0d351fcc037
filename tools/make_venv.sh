#!/bin/sh
# Finds a Python 3.11 or newer with venv and makes .venv with it; says how to get one when there is none.
set -eu

good() { command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
whole() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }
say() { printf '%s\n' "$@" >&2; }

# One that was made by hand and works is kept: its owner may have added to it.
if good .venv/bin/python && whole .venv/bin/python; then exit 0; fi

python='' half=''
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
  if good "$name"; then
    if whole "$name"; then python=$name; break; fi
    [ -n "$half" ] || half=$name
  fi
done

if [ -z "$python" ] && [ -n "$half" ]; then
  version=$("$half" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing python$version-venv / Instalando python$version-venv…"
    { apt-get update -q && apt-get install -y -q --no-install-recommends "python$version-venv"; } >&2 || true
    if whole "$half"; then python=$half; fi
  fi
  if [ -z "$python" ]; then
    say "A Python $version le falta el módulo venv. Instálelo y repita «make»:" \
        "Python $version lacks its venv module. Install it and call make again:" \
        "" \
        "    sudo apt-get install python$version-venv      (Debian, Ubuntu)" \
        "    sudo dnf install python3-libs                 (Fedora)" ""
    exit 1
  fi
fi

if [ -z "$python" ]; then
  found=$(python3 --version 2>/dev/null || echo 'no Python')
  say "Minga necesita Python 3.11 o más nuevo y aquí hay: $found. Instálelo y repita «make»:" \
      "Minga needs Python 3.11 or newer, and this machine has: $found. Install it and call make again:" \
      "" \
      "    sudo apt-get install python3 python3-venv     (Debian 12, Ubuntu 24.04 o posterior / or later)" \
      "    sudo dnf install python3.12                   (Fedora)" \
      "    brew install python@3.12                      (macOS)" \
      "    https://www.python.org/downloads/             (cualquier otro / any other)" \
      "" \
      "Si ya está en otro lugar / if it is somewhere else:  make PYTHON=/ruta/python3.12 …" ""
  exit 1
fi

printf 'Python: %s\n' "$("$python" --version) ($python)"
"$python" -m venv --clear .venv
