#!/bin/sh
# Installs what the tests need and the machine lacks, on Debian and Ubuntu, or says what is missing elsewhere.
# usage: tools.sh [libtorch|browser|node|npm ...]   (all but npm, which the benchmark needs, without an argument)
set -eu

[ $# -gt 0 ] || set -- libtorch browser node

packages=
missing=
lack() { # lack DEBIAN-PACKAGES SENTENCE
	packages="$packages $1"
	missing="$missing
  - $2"
}

for tool; do
	case $tool in
	libtorch)
		command -v g++ >/dev/null || lack g++ "a C++ compiler (g++), to build the trainer"
		if [ -n "${LIBTORCH:-}" ]; then
			[ -e "$LIBTORCH/lib/libtorch_cpu.so" ] || { echo "LIBTORCH=$LIBTORCH holds no lib/libtorch_cpu.so: unpack a libtorch 2.0.1 (cxx11 ABI) there" >&2; exit 1; }
		else
			[ -e /usr/include/torch/csrc/api/include/torch/torch.h ] ||
				lack libtorch-dev "libtorch: Debian 12's libtorch-dev, or libtorch 2.0.1 from pytorch.org with LIBTORCH=<folder>"
		fi ;;
	browser)
		command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
			lack chromium "Chromium or Chrome, for the browser tests" ;;
	node)
		command -v node >/dev/null || lack nodejs "Node.js 18 or later, for the tests under wasm (nodejs.org)" ;;
	npm)
		command -v npm >/dev/null || lack npm "npm, which comes with Node.js (nodejs.org), for the benchmark's peers" ;;
	*)
		echo "tools.sh: what is '$tool'? (libtorch, browser, node, npm)" >&2
		exit 2 ;;
	esac
done
[ -n "$packages" ] || exit 0

if command -v apt-get >/dev/null; then
	sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || { echo "Install as root, then try again: apt-get install$packages" >&2; exit 1; }
		sudo=sudo
	fi
	echo "Installing:$packages"
	$sudo apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
	exit 0
fi
echo "Missing:$missing
Install them, then try again." >&2
exit 1
