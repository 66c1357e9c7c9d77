# The tests of .ci/run: the command that the README names, once on the database that comes with the service and once on
# Debian's older one.

all_tests() {
  local command
  command=$(readme_test_command) || { fail 'the README names its test command'; return; }
  test_suite "tests ($command)" $command
  # What never reaches a database, or brings its own, would only be run twice.
  on_debian_postgres test_suite "tests on Debian's PostgreSQL" $command -- \
    test/db test/feed test/oracle test/api test/access
}

# The command stands in the README alone, so that what readers run is what is checked.
readme_test_command() {
  local line
  [ -f README.md ] || { echo 'npm test'; return; }
  line=$(grep -m1 -oE 'npm (ci|install) && npm (run )?test[a-z:-]*' README.md) || return 1
  echo "${line#*&& }"
}

# test_suite NAME COMMAND...: shows the output as it comes, and counts each test, a skipped one among the failures.
test_suite() {
  local name=$1 from=$EPOCHREALTIME status counted
  shift
  rm -f "$scratch/tally"
  printf '\n%s\n' "$name"
  TALLY_FILE="$scratch/tally" timeout 1200 "$@"
  status=$?
  counted=(0 0 0)
  [ ! -s "$scratch/tally" ] || read -ra counted <"$scratch/tally"
  passed=$((passed + counted[0]))
  failed=$((failed + counted[1]))
  skipped=$((skipped + counted[2]))
  if [ "${counted[1]}" -gt 0 ]; then
    failures+=("$name: ${counted[1]} failed")
  elif [ "$status" -ne 0 ] || [ "${counted[0]}" -eq 0 ]; then
    fail "$name: ended with status $status after ${counted[0]} tests"
  fi
  [ "${counted[2]}" -eq 0 ] || failures+=("$name: ${counted[2]} skipped")
  printf '%s: %s\n' "$name" "$(since "$from")"
}

# on_debian_postgres COMMAND...: runs it with TEST_DATABASE_URL naming a PostgreSQL of Debian's, on a free port and a data
# folder of its own. Where none is installed and none can be, says so.
on_debian_postgres() {
  local programs data port as=()
  if ! ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then
    install_debian_postgres >"$scratch/output" 2>&1
  fi
  programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | head -1)
  if [ -z "$programs" ]; then
    notes+=("the tests on Debian's PostgreSQL: the package postgresql is not installed, and could not be")
    return
  fi
  data=$(mktemp -d)
  if [ "$(id -u)" -eq 0 ]; then
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres "$data"
  fi
  port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
  if (
    cd "$data" &&
      "${as[@]}" "$programs/initdb" -D "$data/main" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
      "${as[@]}" "$programs/pg_ctl" -D "$data/main" -l "$data/log" -w start -o \
        "-p $port -k $data -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off -c full_page_writes=off"
  ) >"$scratch/output" 2>&1; then
    TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" "$@"
    "${as[@]}" "$programs/pg_ctl" -D "$data/main" -m immediate -w stop >/dev/null
  else
    fail "Debian's PostgreSQL starts"
    cat "$scratch/output" "$data/log" 2>/dev/null
  fi
  rm -rf "$data"
}

install_debian_postgres() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  # No cluster of the package's own: it would take port 5432.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get -q update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qy -o Dpkg::Options::=--force-confold install --no-install-recommends postgresql
}
