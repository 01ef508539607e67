# Bare Debian roots, for the scripts that prove what happens on a machine with nothing on it: sourced after lib.sh.
# Needs root on a Debian or Ubuntu, 4 GB of room in TMPDIR, and the network. DEBIAN_MIRROR names a mirror where this machine's
# own apt has none of Debian's. Who sources it sets OUT (a folder for logs and downloads), MINUTES (the most that a
# command may take), PLACE (where commands are run inside) and KEEP.

CLOCK="$OUT/clock"
CARRIED=()
BARE=""

codename() { case "$1" in 12) echo bookworm ;; 13) echo trixie ;; esac; }

require_tools() {
    (($(id -u) == 0)) || stop "This needs root: it makes a root folder of its own, and enters it."
    local tool
    for tool in mmdebstrap git unshare timeout; do
        command -v "$tool" >/dev/null || apt-get install -y -q --no-install-recommends mmdebstrap git util-linux >&2
        command -v "$tool" >/dev/null || stop "$tool is needed, and could not be installed."
    done
}

# Where this machine's own apt finds Debian.
mirror() {
    # shellcheck disable=SC2016 # apt-get fills these in
    local format='$(ORIGIN) $(LABEL) $(REPO_URI)' found
    found="${DEBIAN_MIRROR:-$(apt-get indextargets --format "$format" | awk '$1 == "Debian" && $2 == "Debian" { print $3; exit }')}"
    [[ -n "$found" ]] || stop "apt names no mirror of Debian here (perhaps after apt-get update); DEBIAN_MIRROR may name one."
    echo "$found"
}

# How apt gets out of this house, as options of mmdebstrap; they stay in the new root.
apt_proxies() {
    local scheme proxy=""
    for scheme in http https; do
        eval "$(apt-config shell proxy "Acquire::$scheme::Proxy")"
        [[ -z "$proxy" ]] || echo "--aptopt=Acquire::$scheme::Proxy \"$proxy\""
        proxy=""
    done
}

# How pip gets out: what pip itself is told here, but for folders of this machine.
carry_pip() {
    local name value word kept variable
    for name in index-url extra-index-url proxy trusted-host timeout; do
        value="$(python3 -m pip config get "global.$name" 2>/dev/null || true)"
        variable="PIP_$(tr 'a-z-' 'A-Z_' <<<"$name")"
        kept=""
        for word in ${!variable:-$value}; do
            [[ "$word" == file:* || "$word" == /* ]] || kept="$kept $word"
        done
        [[ -z "$kept" ]] || CARRIED+=("$variable=${kept# }")
    done
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [[ -z "${!name:-}" ]] || CARRIED+=("$name=${!name}")
    done
}

# A house may sign its own way out; a bare machine knows no such authority.
carry_certificates() {
    local file
    file="${PIP_CERT:-$(python3 -m pip config get global.cert 2>/dev/null || echo "${SSL_CERT_FILE:-}")}"
    [[ -f "$file" ]] || return 0
    cp "$file" "$BARE/etc/certificates-of-the-house.pem"
    CARRIED+=("PIP_CERT=/etc/certificates-of-the-house.pem")
}

make_root() {
    local release="$1" from options=()
    from="$(mirror)"
    while IFS= read -r option; do options+=("$option"); done < <(apt_proxies)
    BARE="$(mktemp -d "${TMPDIR:-/tmp}/debian-$release-XXXXXX")"
    say "── Debian $release: a bare root in $BARE"
    mmdebstrap --quiet --variant=apt ${options[@]+"${options[@]}"} "$(codename "$release")" "$BARE" "$from" </dev/null
    cat /etc/resolv.conf >"$BARE/etc/resolv.conf"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$BARE/etc/hosts" # as every installer writes it
    mkdir -p "$BARE$PLACE"
    CARRIED=()
    carry_pip
    carry_certificates
}

# Inside: folders for what is loaded from the network, so that the next root need not load it again.
inside() {
    local release="$1" command="$2"
    mkdir -p "$OUT/pip" "$OUT/apt-$release" "$BARE/root/.cache/pip"
    # shellcheck disable=SC2016 # the inner bash fills them in
    # The mounts and all processes end with the first of them, which timeout ends.
    # What timeout itself says goes to $CLOCK: its exit code is also that of a command that something else killed.
    LC_ALL=C timeout --verbose --foreground --kill-after=10 "${MINUTES}m" bash -c 'exec "$@" 2>&1' bash \
        unshare --mount --pid --fork --kill-child bash -c '
            set -e
            mount --rbind /dev "$1/dev"
            mount -t proc proc "$1/proc"
            mount --bind "$2" "$1/root/.cache/pip"
            mount --bind "$3" "$1/var/cache/apt/archives"
            bare="$1" place="$4" command="$5"
            shift 5
            exec chroot "$bare" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
                TERM=dumb "$@" bash -c "cd $place && $command"
        ' bash "$BARE" "$OUT/pip" "$OUT/apt-$release" "$PLACE" "$command" ${CARRIED[@]+"${CARRIED[@]}"} </dev/null 2>"$CLOCK"
}

# So many processes the kernel has ended for want of memory since it started; 0 where it does not count them.
out_of_memory() { awk '$1 == "oom_kill" { count = $2 } END { print count + 0 }' /proc/vmstat 2>/dev/null || echo 0; }

# What is known of how a command ended: $CLOCK says whether its time was over. $2 is out_of_memory from before it.
outcome() {
    local status="$1" before="$2"
    if grep -q "sending signal" "$CLOCK"; then
        echo "did not end in $MINUTES minutes"
    elif ((status == 0)); then
        echo "good"
    elif ((status > 128)) && kill -l "$((status - 128))" &>/dev/null; then
        echo -n "was ended by SIG$(kill -l "$((status - 128))") before its time"
        (($(out_of_memory) == before)) || echo -n "; the kernel ended a process for want of memory meanwhile"
    else
        echo "ended with $status"
    fi
}

clean_up() {
    [[ -n "$BARE" ]] || return 0
    if $KEEP; then
        say "The root is left in $BARE; to enter it: unshare --mount --pid --fork --mount-proc=$BARE/proc chroot $BARE bash"
    else
        rm -rf --one-file-system "$BARE"
    fi
    BARE=""
}
