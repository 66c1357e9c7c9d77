# The static checks of .ci/run. None needs a database or the network.

schema=src/graphql/schema.graphql

static_checks() {
  step 'types' tsc --noEmit
  step 'lint' oxlint --deny-warnings
  step 'format' oxfmt --check
  step 'import rules' npm run --silent imports
  step 'dead code and unused packages' knip
  step 'schema printed is the one committed' schema_is_printed
  step 'contract and breaking changes' contract_holds
  step 'migrations agree with each other' drizzle-kit check
  step 'migrations agree with the tables' migrations_agree_with_tables
  step 'landed migrations are unchanged' landed_migrations_unchanged
}

# A lock that names a registry installs from nowhere else.
lock_names_no_registry() {
  ! grep -nE '"resolved": *"https?:' package-lock.json
}

schema_is_printed() {
  tsx src/cli/demarche.ts print-schema >"$scratch/schema.graphql" &&
    diff -u "$schema" "$scratch/schema.graphql" ||
    { echo "Run: npm run schema"; return 1; }
}

# Where main stood before what is checked here: the merge base of a branch, the last commit for changes not yet committed,
# else the commit before the last that touched PATH. Prints nothing in a first commit or a shallow clone.
before() {
  local main base
  git rev-parse -q --verify 'HEAD^{commit}' >/dev/null || return 0
  for main in origin/main main; do
    base=$(git merge-base HEAD "$main" 2>/dev/null) && break
  done
  if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
    base=HEAD
    git diff --quiet HEAD -- "$1" && base="$(git log -1 --format=%H -- "$1")~1"
  fi
  git rev-parse -q --verify "$base^{commit}" || true
}

# Breaking changes are shown and allowed: the version is 0. An operation of the contract that no longer fits is not.
contract_holds() {
  local base
  base=$(before "$schema")
  rm -f "$scratch/before.graphql"
  [ -z "$base" ] || git show "$base:$schema" >"$scratch/before.graphql" 2>/dev/null || rm -f "$scratch/before.graphql"
  tsx .ci/contract.ts "$schema" "$scratch/before.graphql" "$scratch/say"
}

migrations_agree_with_tables() {
  drizzle-kit generate --explain --output json >"$scratch/plan.json"
  grep -q '"status":"no_changes"' "$scratch/plan.json" && return
  cat "$scratch/plan.json"
  echo 'The tables say what no migration does. Run: npm run migration'
  return 1
}

# A migration that a database has run cannot be taken back by editing it. It has landed once it stands in main before this
# change, or in a release.
landed_migrations_unchanged() {
  local base edited status=0
  for base in "$(git merge-base HEAD origin/main 2>/dev/null)" HEAD~1 "$(git describe --tags --abbrev=0 2>/dev/null)"; do
    git rev-parse -q --verify "$base^{commit}" >/dev/null || continue
    edited=$(git diff --no-renames --name-status --diff-filter=a "$base" -- migrations) || return 1
    [ -z "$edited" ] && continue
    printf 'Changed since %s; add a migration instead:\n%s\n' "$base" "$edited"
    status=1
  done
  return "$status"
}
