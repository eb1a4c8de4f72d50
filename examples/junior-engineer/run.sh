#!/bin/sh
# A junior engineer earns its way from branches of its own to the protected branch.
#
#   ./examples/junior-engineer/run.sh
#
# Starts a service of its own and throws it away, or uses the one at LEDGER_URL with these tokens:
# LEDGER_TOKEN (an operator and policy author), LEDGER_CI_TOKEN (an operator that is a service), and
# LEDGER_APPROVER_TOKEN and LEDGER_SECOND_APPROVER_TOKEN (two people who approve). It puts its ladder in force
# there, so it ends if another one is in force. Needs git, curl and jq.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
here=$home/examples/junior-engineer
. "$home/examples/common.sh"
find_service

add_principal() {
  "$ledger" principal add --data "$work/data" --id "$1" --kind "$2" --role "$3"
}

if [ -n "$service" ]; then
  LEDGER_CI_TOKEN=$(add_principal ci service operator)
  LEDGER_APPROVER_TOKEN=$(add_principal ada human approver)
  LEDGER_SECOND_APPROVER_TOKEN=$(add_principal grace human approver)
elif [ -z "${LEDGER_CI_TOKEN:-}" ] || [ -z "${LEDGER_APPROVER_TOKEN:-}" ] || [ -z "${LEDGER_SECOND_APPROVER_TOKEN:-}" ]; then
  echo "run.sh: LEDGER_CI_TOKEN, LEDGER_APPROVER_TOKEN and LEDGER_SECOND_APPROVER_TOKEN are needed too" >&2
  exit 2
else
  other=$(get /v1/ladder 2>/dev/null | jq -r '.name' 2>/dev/null || true)
  case $other in
    '' | null | junior-engineer) ;;
    *) fail "the ladder '$other' is in force at $LEDGER_URL, and would be replaced" ;;
  esac
fi
ci_token=$work/ci
keep_token "$ci_token" "$LEDGER_CI_TOKEN"
agent=junior-$run
branch=agent/$agent/adder
contract=junior-$run

# What the ledger says of the agent: its level, and how many passes in a row it has there.
standing() {
  get "/v1/agents/$agent?atLeast=$1" | jq -r '"\(.level) \(.competence.consecutivePassesAtLevel)"'
}

expect_standing() {
  found=$(standing "$1")
  printf '  level and passes in a row: %s\n' "$found"
  [ "$found" = "$2" ] || fail "expected level and passes in a row to be $2, not $found"
}

at_level() {
  [ "$(get "/v1/agents/$agent" | jq .level)" = "$1" ]
}

proposal() {
  get /v1/promotions | jq -r --arg agent "$agent" '[.items[] | select(.agentId == $agent)][0].proposal // ""'
}

commit() {
  printf '%s\n' "$1" >src/add.sh
  git commit -q -a -m "$2"
}

# A push that must be taken, or refused for a reason.
taken() {
  show git push -q origin "$1"
  [ "$(git -C "$work/site.git" rev-parse "$2")" = "$(git rev-parse HEAD)" ] || fail "the push was not taken"
}

refused() {
  before=$(git -C "$work/site.git" rev-parse -q --verify "$2" || true)
  said=$(show git push -q origin "$1")
  printf '%s\n' "$said"
  case $said in
    *"$3"*) ;;
    *) fail "the push was not refused for the expected reason" ;;
  esac
  [ "$(git -C "$work/site.git" rev-parse -q --verify "$2" || true)" = "$before" ] || fail "the push was taken"
}

outcome() {
  post "/v1/dispatches/$1/outcome" \
    '{"contractId": "'"$contract"'", "outcome": "'"$2"'", "detail": "'"$3"'"}' "$ci_token" | jq .position
}

open_push() {
  get "/v1/dispatches?contract=$contract" | jq -r --arg commit "$tested" \
    '[.items[] | select(.state == "RELEASED" and .request.parameters.newCommit == $commit)][0].dispatchId // ""'
}

# What a CI service does when it hears of a push: it tests that commit with the tests of the protected branch, puts
# the report on record as evidence of the push, and then says how the push turned out. The outcome follows from what the
# ledger has read in the report. Sets $at to the position on record.
ci() {
  tested=$(git -C "$work/site.git" rev-parse "$1")
  wait_for 'dispatch=$(open_push) && [ -n "$dispatch" ]' "the push of $tested is on record, and open"
  rm -rf "$work/build"
  git clone -q "$work/site.git" "$work/build"
  git -C "$work/build" checkout -q "$tested"
  git -C "$work/build" show origin/main:ci/test >"$work/ci-test"
  (cd "$work/build" && sh "$work/ci-test") >"$work/report.xml"
  answer=$(LEDGER_TOKEN=$LEDGER_CI_TOKEN "$ledger" evidence add "$work/report.xml" --contract "$contract" \
    --dispatch "$dispatch" --commit "$tested" --json)
  printf '%s' "$answer" | jq -r '"  CI: \(.claims.tests) tests, \(.claims.failures) failures; evidence of the push at position \(.position)"'
  if [ "$(printf '%s' "$answer" | jq .claims.passed)" = true ]; then
    at=$(outcome "$dispatch" SUCCEEDED "The tests pass.")
  else
    at=$(outcome "$dispatch" FAILED "The tests do not pass.")
  fi
}

# What a forge does when the agent asks it for a merge request: it asks the ledger first.
open_merge_request() {
  post /v1/dispatches '{
    "contractId": "'"$contract"'", "action": "git.merge-request.open",
    "resources": ["repo/site/merge-requests/'"$agent"'/adder"],
    "parameters": {"source": "'"$branch"'", "target": "main", "commit": "'"$(git rev-parse HEAD)"'"},
    "justification": "The adder is ready to be looked at."}'
}

title "A ladder, a contract from a template, and an agent on the lowest level"
show "$ledger" ladder publish "$here/ladder.yaml"
show "$ledger" contract publish-template "$here/contract.template.yaml"
show "$ledger" agent register "$agent" --owner platform-team --description "Learns to maintain the site"
printf '{"contractId": "%s", "template": "junior-engineer", "parameters": {"agent": "%s", "repository": "site"}}\n' \
  "$contract" "$agent" >"$work/contract.json"
show "$ledger" contract issue "$work/contract.json"

title "A repository whose hook asks the ledger, and leaves it to CI to say how a push turned out"
git init -q --bare -b main "$work/site.git"
git init -q -b main "$work/clone"
cd "$work/clone"
git config user.name "Junior"
git config user.email junior@example.org
git remote add origin "$work/site.git"
mkdir src ci
echo 'echo 0' >src/add.sh
cat >ci/test <<'TEST'
echo '<testsuite name="adder">'
for case in '2 3 5' '7 0 7'; do
  set -- $case
  echo "<testcase classname=\"adder\" name=\"adds $1 and $2\">"
  [ "$(sh src/add.sh "$1" "$2")" = "$3" ] || echo '<failure message="another sum"/>'
  echo '</testcase>'
done
echo '</testsuite>'
TEST
git add -A
git commit -q -m "The site"
git push -q origin main
show "$ledger" guard git install --repo "$work/site.git" --service "$LEDGER_URL" --token-file "$token" \
  --program "$ledger" --agent "junior=$agent" --outcome ci

# A server sets this for whoever has logged in; here the pusher runs it all.
export LEDGER_AGENT=junior

title "1. A branch of its own is taken; it counts when CI has put the report on record"
git checkout -q -b "$branch"
# shellcheck disable=SC2016
commit 'echo $(($1 + $2))' "Add"
taken "$branch" "$branch"
ci "$branch"
expect_standing "$at" "0 1"

title "2. The protected branch: the contract grants it, the level does not"
refused "$branch:main" main "ladder.actions"
expect_standing "$at" "0 1"

title "3. A branch that is not its own: outside the scope. That is a violation, and the count starts again"
refused "$branch:release" release "is outside the scope"
wait_for '[ "$(standing 0)" = "0 0" ]' "the violation is counted"
echo "  level and passes in a row: 0 0"

title "4. A merge request: not yet"
answer=$(open_merge_request)
printf '%s' "$answer" | jq '{verdict, explanation}'
[ "$(printf '%s' "$answer" | jq -r .verdict)" = VETOED ] || fail "the merge request was not refused"

title "5. One push passes, the next breaks the tests: the count starts again"
# shellcheck disable=SC2016
commit 'echo "$(($1 + $2))"' "Quote"
taken "$branch" "$branch"
ci "$branch"
expect_standing "$at" "0 1"
# shellcheck disable=SC2016
commit 'echo "$(($1 - $2))"' "Make it faster"
taken "$branch" "$branch"
title "   Before CI has spoken, no other push is taken"
# shellcheck disable=SC2016
commit 'expr "$1" + "$2"' "Add again"
refused "$branch" "$branch" "openDispatchesMax"
ci "$branch"
expect_standing "$at" "0 0"

title "6. Three pushes that pass in a row: the rule promotes it to level 1"
taken "$branch" "$branch"
ci "$branch"
# shellcheck disable=SC2016
commit 'echo "$(($1 + $2))"' "Do without another program"
taken "$branch" "$branch"
ci "$branch"
# shellcheck disable=SC2016
commit 'printf "%s\n" "$(($1 + $2))"' "Print"
taken "$branch" "$branch"
ci "$branch"
wait_for 'at_level 1' "the agent is at level 1"
show "$ledger" agent show "$agent"

title "7. The merge request is authorized now; merging is not"
answer=$(open_merge_request)
printf '%s' "$answer" | jq '{verdict, explanation}'
[ "$(printf '%s' "$answer" | jq -r .verdict)" = AUTHORIZED ] || fail "the merge request was not authorized"
at=$(outcome "$(printf '%s' "$answer" | jq -r .dispatchId)" SUCCEEDED "It is open.")
expect_standing "$at" "1 1"
refused "$branch:main" main "ladder.actions"

title "8. One more push that passes: the next promotion is proposed, and two people grant it"
# shellcheck disable=SC2016
commit 'printf "%d\n" "$(($1 + $2))"' "Print a number, as the review asked for"
taken "$branch" "$branch"
ci "$branch"
wait_for '[ -n "$(proposal)" ]' "a promotion is proposed"
show "$ledger" agent promotions
LEDGER_TOKEN=$LEDGER_APPROVER_TOKEN show "$ledger" agent promote "$agent" "$(proposal)" --reason "Its changes are good"
at_level 1 || fail "one grant was enough"
refused "$branch:main" main "ladder.actions"
LEDGER_TOKEN=$LEDGER_SECOND_APPROVER_TOKEN show "$ledger" agent promote "$agent" "$(proposal)" --reason "I have read them too"
wait_for 'at_level 2' "the agent is at level 2"

title "9. The merge is taken"
taken "$branch:main" main
ci main
expect_standing "$at" "2 1"

title "The trail of the merge"
show "$ledger" trail "$dispatch"
