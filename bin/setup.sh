# shellcheck shell=sh
# Set-up shared by bin/run and bin/test. It is sourced, from the root of the repository.
#
# Every step leaves a stamp, written last, holding what the step was done for. A step that was
# interrupted has no stamp and is done again; a step whose stamp is current costs no time.

# Debian leaves ensurepip out of its python3 package. Pinned, so that what is fetched in its place
# can be trusted whichever index or mirror it came from.
PIP_WHEEL=pip-26.3-py3-none-any.whl
PIP_SHA256=f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13

# The first four are those without which WeasyPrint stops; the last makes its files smaller.
PDF_LIBRARIES='libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libfontconfig.so.1'
PDF_SUBSET_LIBRARY=libharfbuzz-subset.so.0
# Liberation has the widths of Arial, which the pages name: the PDF breaks its lines alike everywhere.
PDF_PACKAGES='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation'

say() {
    printf '%s\n' "$*"
}

fail() {
    say "$*" >&2
    exit 1
}

checksum() {
    # From standard input, so that the file's name is no part of the answer.
    sha256sum <"$1"
}

is_current() { # FILE STAMP
    [ -s "$2" ] && [ "$(cat "$2")" = "$(checksum "$1")" ]
}

# Two set-ups at once, of bin/run and of bin/test, would each take the other's half for a broken one.
lock_setup() {
    command -v flock >/dev/null || return 0
    exec 9<bin/setup.sh
    flock -n 9 && return 0
    say 'Another set-up is under way here: waiting for it to end.'
    flock 9
}

unlock_setup() {
    exec 9<&-
}

# --- Debian's packages -------------------------------------------------------------------------

may_install_packages() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

apt_get() {
    # Another apt-get, such as the nightly upgrade, is waited for rather than run into.
    set -- apt-get -o DPkg::Lock::Timeout=120 "$@"
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    else
        # sudo empties the environment, and behind a proxy apt-get needs these two.
        sudo -n env DEBIAN_FRONTEND=noninteractive \
            ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
            "$@" </dev/null
    fi
}

install_packages() { # PACKAGE...
    may_install_packages || return 1
    say "Installing Debian packages, which can take some minutes: $*."
    # The lists of packages are fetched only when the ones at hand turn out missing or too old.
    apt_get install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    printed=$({ apt_get update && apt_get install -y --no-install-recommends "$@"; } 2>&1) && return 0
    say 'apt-get could not install them. Its last words:'
    printf '%s\n' "$printed" | tail -n 5
    return 1
}

install_line() { # PACKAGE...
    say "sudo apt-get install -y --no-install-recommends $*"
}

# --- Python ------------------------------------------------------------------------------------

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        # Run, not only found: version managers leave names on PATH that lead to nothing.
        if "$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            say "$name"
            return 0
        fi
    done
    return 1
}

venv_identity() {
    # The place and the version: an environment stops working when its folder is moved or copied,
    # and when the system's Python is upgraded under it.
    .venv/bin/python -c 'import sys; print(sys.prefix, "%d.%d" % sys.version_info[:2])' 2>/dev/null
}

venv_is_whole() {
    [ ! -e .venv/.being-installed ] && [ -s .venv/.made-for ] &&
        [ "$(cat .venv/.made-for)" = "$(venv_identity)" ]
}

prepare_venv() {
    if venv_is_whole; then
        return 0
    fi
    if ! python=$(find_python); then
        fail "Python 3.11 or newer is needed, and was not found. On Debian 12 or later, or Ubuntu" \
            "24.04 or later, run this line, then try again: $(install_line python3 python3-venv)"
    fi
    if [ -e .venv ]; then
        say 'The folder .venv is unfinished, or was made for another place or Python: making it anew.'
    else
        say 'Making the Python environment in the folder .venv.'
    fi
    venv_package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! has_ensurepip; then
        install_packages "$venv_package" || true
    fi
    has_ensurepip && without= || without=--without-pip
    "$python" -m venv --clear ${without:+"$without"} .venv || fail 'The folder .venv could not be made: the reason is above.'
    [ -z "$without" ] || install_pip_from_its_wheel ||
        fail "pip could not be fetched. Run this line, then try again: $(install_line "$venv_package")"
    venv_identity >.venv/.made-for
}

has_ensurepip() {
    "$python" -c 'import ensurepip' 2>/dev/null
}

install_pip_from_its_wheel() {
    say "Python's own ensurepip is not installed: fetching pip from the package index."
    fetch_pip_wheel || return 1
    # A wheel is a zip file, and Python can run the pip inside it.
    .venv/bin/python ".venv/$PIP_WHEEL/pip" install --quiet --no-index --no-deps ".venv/$PIP_WHEEL" ||
        return 1
    rm ".venv/$PIP_WHEEL"
}

fetch_pip_wheel() {
    .venv/bin/python - "$PIP_WHEEL" "$PIP_SHA256" <<'PYTHON'
import hashlib, html, os, pathlib, re, ssl, sys, urllib.parse, urllib.request

wheel, expected = sys.argv[1:]
# The same variables as pip's own, so that a council's mirror and certificate are used here too.
index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
certificates = os.environ.get("PIP_CERT") or os.environ.get("REQUESTS_CA_BUNDLE")


def fetch(url):
    context = ssl.create_default_context(cafile=certificates)
    with urllib.request.urlopen(url, timeout=60, context=context) as answer:
        return answer.url, answer.read()


try:
    base, page = fetch(index)
    links = re.findall(r'href\s*=\s*"([^"]+)"', page.decode())
    wanted = [link for link in map(html.unescape, links) if f"/{wheel}" in link.partition("#")[0]]
    if not wanted:
        sys.exit(f"{index} does not list {wheel}.")
    content = fetch(urllib.parse.urljoin(base, wanted[0]))[1]
except (OSError, ValueError) as reason:
    sys.exit(f"{index} could not be read: {reason}.")
if hashlib.sha256(content).hexdigest() != expected:
    sys.exit(f"{wheel} is not the file that was pinned: its checksum differs.")
pathlib.Path(".venv", wheel).write_bytes(content)
PYTHON
}

install_python_packages() { # FILE SENTENCE
    stamp=.venv/.installed-$1
    if is_current "$1" "$stamp"; then
        return 0
    fi
    say "$2"
    # pip takes a half-copied package for an installed one. While this mark is there, the
    # environment is not whole, and the next start makes it anew.
    : >.venv/.being-installed
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$1" || return 1
    checksum "$1" >"$stamp"
    rm .venv/.being-installed
}

# --- GOV.UK Frontend ---------------------------------------------------------------------------

prepare_frontend() {
    if is_current package-lock.json node_modules/.installed-from; then
        return 0
    fi
    if fetch_frontend; then
        checksum package-lock.json >node_modules/.installed-from
        return 0
    fi
    say 'GOV.UK Frontend could not be fetched. The program still runs, with plain readable pages;' \
        'the next start tries again.'
}

fetch_frontend() {
    if npm --version >/dev/null 2>&1; then
        npm_ci
        return
    fi
    if ! install_python_packages requirements-node.txt \
        'npm is not installed: installing Node.js into .venv, to fetch GOV.UK Frontend.'; then
        # Nothing that the program needs: pip gives up before it has copied a file.
        rm -f .venv/.being-installed
        return 1
    fi
    # The npm in .venv looks for its node on PATH.
    (PATH="$PWD/.venv/bin:$PATH" && npm_ci)
}

npm_ci() {
    say 'Fetching GOV.UK Frontend with npm.'
    # npm's own patience, some minutes, would be spent at every start where no registry answers.
    if printed=$(npm ci --ignore-scripts --no-audit --no-fund \
        --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=30000 2>&1); then
        return 0
    fi
    printf '%s\n' "$printed" | grep -i '^npm err' | head -n 4
    return 1
}

# --- System libraries for PDF ------------------------------------------------------------------

libraries_load() { # LIBRARY...
    .venv/bin/python -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}

# shellcheck disable=SC2086 # the lists are meant to be split into words
prepare_pdf() {
    if libraries_load $PDF_LIBRARIES $PDF_SUBSET_LIBRARY && has_font_like_arial; then
        return 0
    fi
    # Asked once only: where no mirror answers, apt-get can take minutes to find out.
    if [ ! -e .venv/.asked-for-pdf-packages ]; then
        install_packages $PDF_PACKAGES || true
        : >.venv/.asked-for-pdf-packages
    fi
    if ! libraries_load $PDF_LIBRARIES; then
        say 'PDF is not available; everything else is. To have it, run this line and start again:'
        say "  $(install_line $PDF_PACKAGES)"
    fi
}

has_font_like_arial() {
    fonts=$(find /usr/share/fonts /usr/local/share/fonts \
        -iname 'LiberationSans-Regular.*' -o -iname 'arial.ttf' 2>/dev/null) || true
    [ -n "$fonts" ]
}
