#!/bin/sh
# Writes logs with this project's code, then has them verified by software of others. Whatever is absent is a failure: nothing is
# skipped. Debian packages and npm packages are installed if they are not there (the former needs root).
set -eu

cd "$(dirname -- "$0")/.."
fixtures=ledger-proof/target/interop
gopath=/usr/share/gocode
xmod=$gopath/src/golang.org/x/mod/sumdb/tlog
node_major_min=20

missing=
command -v go >/dev/null 2>&1 || missing="$missing golang-go"
[ -d "$xmod" ] || missing="$missing golang-golang-x-mod-dev"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
  echo "interop: installing$missing"
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086 # a list of package names
  apt-get install -q -y --no-install-recommends $missing >/dev/null
fi
node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
if [ "$node_major" -lt "$node_major_min" ]; then
  echo "interop: node $node_major is too old, $node_major_min or newer is needed" >&2
  exit 2
fi

echo "interop: writing the logs"
rm -rf "$fixtures"
./mvnw -q -pl ledger-proof -am test -Dtest=InteropFixturesTest -Dsurefire.failIfNoSpecifiedTests=false
[ -d "$fixtures" ] || {
  echo "interop: the test InteropFixturesTest wrote nothing" >&2
  exit 2
}

# The library is Debian's, from the file system: modules and the network stay out of it.
echo "interop: $(go version), golang.org/x/mod $(dpkg-query -W -f='${Version}' golang-golang-x-mod-dev 2>/dev/null || echo 'of no package')"
go=target/interop/phase-ledger-interop-go
mkdir -p target/interop
(cd interop/go && GO111MODULE=off GOPATH="$gopath" GOPROXY=off GOFLAGS='' GOTOOLCHAIN=local go build -o "../../$go" .)
status=0
"$go" "$fixtures" || status=1

echo "interop: node $(node --version)"
(cd interop/node && npm ci --loglevel=error && node check.mjs "../../$fixtures") || status=1
exit "$status"
