#!/bin/sh
# An agent may change one directory of a repository. What happens when it changes something else?
#
#   ./examples/scoped-file-modification/run.sh
#
# Uses the service at LEDGER_URL with the operator's token in LEDGER_TOKEN, if LEDGER_URL is set; otherwise it starts
# one of its own and throws it away. Needs git, curl and jq.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/examples/common.sh"
find_service

agent=docs-writer-$run
contract=docs-only-$run

title "An agent, and a contract over one directory"
post /v1/agents "{\"agentId\": \"$agent\", \"level\": 0, \"owner\": \"platform-team\", \"description\": \"Writes documentation\"}" |
  jq -c '{agent: .id, position}'
issued=$(post /v1/contracts '{
  "contractId": "'"$contract"'", "agentId": "'"$agent"'", "task": "Correct the documentation",
  "scope": ["repo/site/refs/heads/docs-fix", "repo/site/files/docs/**"],
  "actions": ["git.branch.create", "git.push"],
  "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}')
position=$(printf '%s' "$issued" | jq .position)
get "/v1/contracts/$contract?atLeast=$position" | jq '{contractId, status, scope: .terms.scope, actions: .terms.actions}'

title "A repository that asks the ledger before it takes a push"
git init -q --bare -b main "$work/site.git"
git init -q -b main "$work/clone"
cd "$work/clone"
git config user.name "Docs Writer"
git config user.email docs-writer@example.org
git remote add origin "$work/site.git"
mkdir docs src
echo "Start the srevice." >docs/guide.md
echo "listen(8080)" >src/server.conf
git add -A
git commit -q -m "The site"
git push -q origin main
git checkout -q -b docs-fix
show "$ledger" guard git install --repo "$work/site.git" --service "$LEDGER_URL" --token-file "$token" \
  --program "$ledger" --agent "docs=$agent"

# A server sets this for whoever has logged in; here the pusher runs it all.
export LEDGER_AGENT=docs

title "1. A change inside the directory is taken"
echo "Start the service." >docs/guide.md
git commit -q -a -m "Correct a word"
show git push -o "contract=$contract" origin docs-fix
git -C "$work/site.git" rev-parse -q --verify docs-fix >/dev/null || fail "the push was not taken"

title "2. A commit that also touches src/ is rejected by the hook"
echo "listen(80)" >src/server.conf
echo "It listens on port 80." >>docs/guide.md
git commit -q -a -m "Correct the documentation further"
show git push -o "contract=$contract" origin docs-fix
[ "$(git -C "$work/site.git" rev-parse docs-fix)" != "$(git rev-parse HEAD)" ] || fail "the push was taken"

title "What is on record: verdict, failure signal and revocation, in one append"
vetoed() {
  get "/v1/dispatches?contract=$contract" | jq -r '[.items[] | select(.verdict == "VETOED")][0].dispatchId // ""'
}
wait_for 'dispatch=$(vetoed) && [ -n "$dispatch" ]' "the veto is on record"
index=$(get "/v1/dispatches/$dispatch" | jq .index)
entries=$(get "/v1/ledger/entries?from=$index&size=3" | jq '[.items[] | (.index as $i | .entry | fromjson | {index: $i, time: .time, type: .type})]')
printf '%s\n' "$entries" | jq -r '.[] | "  #\(.index)  \(.time)  \(.type)"'
printf '%s' "$entries" | jq -e '(map(.time) | unique | length) == 1 and length == 3' >/dev/null ||
  fail "the three entries are not of one append"
revoked=$(get "/v1/dispatches/$dispatch" | jq '.position + 2')
get "/v1/contracts/$contract?atLeast=$revoked" | jq '{contractId, status, revocationReason}'

title "3. The next push is refused too, though it stays inside the directory"
git reset -q --hard HEAD~1
echo "Then open the page." >>docs/guide.md
git commit -q -a -m "Say how to go on"
show git push -o "contract=$contract" origin docs-fix
[ "$(git -C "$work/site.git" rev-parse docs-fix)" != "$(git rev-parse HEAD)" ] || fail "the push was taken"

title "The trail of the refused push"
show "$ledger" trail "$dispatch"
