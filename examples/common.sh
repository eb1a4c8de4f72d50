# What the examples share. Sourced by their run.sh, with $home set to the directory of the project.
# shellcheck shell=sh

# Tests name a program that is compiled already.
ledger=${LEDGER_PROGRAM:-$home/ledger}

for tool in git curl jq; do
  if ! command -v "$tool" >/dev/null; then
    echo "run.sh: $tool is missing" >&2
    exit 2
  fi
done

work=$(mktemp -d)
service=
clean() {
  if [ -n "$service" ]; then
    kill "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

title() {
  printf '\n== %s\n' "$1"
}

# Shows a command and runs it; that a push is refused is part of the story.
show() {
  printf '$ %s\n' "$*" | sed "s|$ledger|./ledger|g; s|$home|.|g; s|$work|TMP|g"
  "$@" 2>&1 | sed "s|$work|TMP|g; s/^/  /; s/ *$//"
}

# Says what went otherwise than this example promises, and ends.
fail() {
  echo "run.sh: $1" >&2
  exit 1
}

start_service() {
  "$ledger" serve --port 0 --data "$work/data" >"$work/service.out" 2>"$work/service.err" &
  service=$!
  waited=0
  until LEDGER_URL=$(sed -n 's/^Phase Ledger answers at //p' "$work/service.out") && [ -n "$LEDGER_URL" ]; do
    if ! kill -0 "$service" 2>/dev/null || [ "$waited" -gt 600 ]; then
      cat "$work/service.err" >&2
      fail "the service does not start"
    fi
    waited=$((waited + 1))
    sleep 1
  done
  LEDGER_TOKEN=$(cat "$work/data/operator.token")
}

# The service at LEDGER_URL, or one that is thrown away.
find_service() {
  if [ -z "${LEDGER_URL:-}" ]; then
    echo "Starting a service of its own (set LEDGER_URL and LEDGER_TOKEN to use a running one) ..."
    start_service
  elif [ -z "${LEDGER_TOKEN:-}" ]; then
    echo "run.sh: LEDGER_TOKEN must hold the operator's token for $LEDGER_URL" >&2
    exit 2
  fi
  export LEDGER_URL LEDGER_TOKEN
  token=$work/token
  keep_token "$token" "$LEDGER_TOKEN"
}

# Tokens go through files that only their owner reads, never over a command line.
keep_token() {
  (umask 077 && printf '%s\n' "$2" >"$1" && printf 'header = "Authorization: Bearer %s"\n' "$2" >"$1.curl")
}

# post PATH BODY [TOKEN-FILE]: by the operator, unless another token is named
post() {
  curl -sS --fail-with-body -K "${3:-$token}.curl" -H 'Content-Type: application/json' --data "$2" "$LEDGER_URL$1"
}

# Reads what is on record up to a position at least.
get() {
  curl -sS --fail-with-body -K "$token.curl" "$LEDGER_URL$1"
}

# Names that no earlier run has used, so that an example runs on any service.
run=$(date +%s)-$$

# Waits until a condition holds: the ledger does some things by itself, a moment after their cause is on record, and
# readers see an entry a moment after it was written.
wait_for() {
  waited=0
  until eval "$1"; do
    [ "$waited" -lt 120 ] || fail "waited in vain until $2"
    waited=$((waited + 1))
    sleep 0.5
  done
}
