#!/bin/sh
# Installs the program fleet-rlm for the user who runs this: downloads it from a release, checks it
# against the checksums of the release, and only then puts it in place.
#
#   FLEET_RLM_VERSION      a tag such as v0.1.0; default: the latest release
#   FLEET_RLM_INSTALL_DIR  default: ~/.local/bin
#   FLEET_RLM_RELEASES     address of the releases page; a release writes its own here
set -eu

releases="${FLEET_RLM_RELEASES:-@@releases@@}"
version="${FLEET_RLM_VERSION:-latest}"
folder="${FLEET_RLM_INSTALL_DIR:-$HOME/.local/bin}"

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

case "$releases" in
  http*) ;;
  *) fail "Cannot tell where releases are: set FLEET_RLM_RELEASES, or take install.sh from a release" ;;
esac

case "$(uname -s)" in
  Linux) system=linux ;;
  Darwin) system=macos ;;
  *) fail "Cannot install on $(uname -s): see the list of releases" ;;
esac
case "$(uname -m)" in
  x86_64 | amd64) processor=x64 ;;
  aarch64 | arm64) processor=arm64 ;;
  *) fail "Cannot install on a $(uname -m) processor: compile it with 'deno task compile'" ;;
esac
file="fleet-rlm-$system-$processor.gz"

if [ "$version" = latest ]; then
  from="$releases/latest/download"
else
  from="$releases/download/$version"
fi

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    fail "Cannot download: neither curl nor wget is there"
  fi
}

sum() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1"
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1"
  else
    fail "Cannot check the download: neither sha256sum nor shasum is there"
  fi | cut -d ' ' -f 1
}

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fetch "$from/SHA256SUMS" "$work/SHA256SUMS" || fail "Cannot download $from/SHA256SUMS"
fetch "$from/$file" "$work/$file" || fail "Cannot download $from/$file"

expected="$(awk -v name="$file" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")"
[ -n "$expected" ] || fail "Cannot check the download: SHA256SUMS has no line for $file"
[ "$(sum "$work/$file")" = "$expected" ] ||
  fail "Cannot trust the download: $file has another checksum than the release says"

gzip -dc "$work/$file" >"$work/fleet-rlm" || fail "Cannot unpack $file"
chmod 755 "$work/fleet-rlm"
"$work/fleet-rlm" --version >/dev/null || fail "Cannot run the program on this machine"
mkdir -p "$folder" || fail "Cannot make the folder $folder"
# Beside its place first: a move within a folder is all or nothing, also over one that is running.
cp "$work/fleet-rlm" "$folder/.fleet-rlm.new" || fail "Cannot write to $folder"
mv "$folder/.fleet-rlm.new" "$folder/fleet-rlm" || fail "Cannot write to $folder"

echo "Installed $("$folder/fleet-rlm" --version)"
echo "  as $folder/fleet-rlm"
case ":$PATH:" in
  *":$folder:"*) ;;
  *) echo "Add it to your PATH: export PATH=\"$folder:\$PATH\"" ;;
esac
