#!/bin/sh
# build.sh TOOL  prints the folder of the programs that tools/TOOL lists, after building them if this machine has none.
#   programs  a line for each: program, folder of a go.mod, package, flags of the linker
#   files     a line for each folder that a module has besides its programs, for files/: folder of a go.mod, module, path in the module
# Go's own cache keeps what is compiled: the next build goes on where one was stopped.
set -eu
name=$1
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
tool=$here/../$name

give_up() {
  echo "$name: $1" >&2
  exit 3
}

is_built() {
  status=0
  sh "$here/find.sh" "$name" || status=$?
  [ "$status" -eq 0 ]
}

lines() {
  [ ! -e "$tool/$1" ] || grep -v '^#' "$tool/$1"
}

# The last column takes the rest of the line, for the linker has more than one flag.
compile() {
  lines programs | while read -r program module package flags; do
    printf '%s: %s' "$name" "$program" >&2
    start=$(date +%s)
    go -C "$tool/$module" build -ldflags "-s -w $flags" -o "$work/$program" "$package" 2>log || return 1
    echo ", $(($(date +%s) - start)) s" >&2
  done
}

copy() {
  lines files | while read -r folder module path; do
    directory=$(go -C "$tool/$folder" list -m -f '{{.Dir}}' "$module" 2>log) || return 1
    target=$work/files/$(basename "$module")/$(dirname "$path")
    mkdir -p "$target" && cp -R --no-preserve=mode "$directory/$path" "$target" || return 1
  done
}

if is_built; then exit 0; fi
command -v go >/dev/null || give_up 'its programs are built with Go, which this machine does not have; install Go 1.26 or newer and put it on PATH'
folder=$(sh "$here/folder.sh" "$name")
mkdir -p "$(dirname "$folder")"
# Two builds would only take each other's time.
exec 9>"$(dirname "$folder")/lock"
flock 9
if is_built; then exit 0; fi

logs=$(mktemp -d)
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$logs" "$work"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$work"
cd "$logs"
export CGO_ENABLED=0 GOFLAGS='-mod=readonly -trimpath'
if ! { compile && copy; }; then
  echo >&2
  tail -n 5 log >&2
  give_up 'its programs do not build here (above); is the Go module proxy reachable?'
fi
# Renamed into place, so that nobody finds half of it.
mv "$work" "$folder"
echo "$folder"
