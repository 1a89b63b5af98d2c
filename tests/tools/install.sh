#!/usr/bin/env bash
# Installs the real servers and the browser that the tests use, from Debian's packages, where it may.
set -uo pipefail

declare -A package=(
  [prometheus]=prometheus [promtool]=prometheus [prometheus-alertmanager]=prometheus-alertmanager [amtool]=prometheus-alertmanager
  [redis-server]=redis-server [chromium]=chromium
)
missing=()
for program in "${!package[@]}"; do command -v "$program" >/dev/null || missing+=("${package[$program]}"); done
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  apt=(apt-get)
  if [ "$(id -u)" -ne 0 ]; then apt=(sudo -n apt-get); fi
  echo "installing for the tests: ${missing[*]}"
  # No server of the system is started: the tests run their own on free ports.
  { "${apt[@]}" update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 || {
    echo "The tests need these Debian packages, and they can't be installed here: ${missing[*]}. Install them as root and run make test again."
    exit 1
  }
fi
