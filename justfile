# The commands a developer uses. `just` lists them; https://just.systems (`cargo install just`).

set positional-arguments

# List the commands.
default:
    @just --list

# Format, lint, and the layout of the code: the quick check before a commit.
check:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings
    cargo test --locked --test architecture --test docs

# All tests.
test *ARGS:
    cargo test --locked "$@"

# One test crate, or one test of it: `just test-one e2e markdown`.
test-one CRATE *FILTER:
    cargo test --locked --test "$@"

# The browser tests (Chromium, Node): build the sample first.
browser:
    cargo build --locked --release
    cargo run --locked --release -- build --now 2026-11-22T15:00:00+06:00
    npm ci --no-audit --no-fund --prefix tests/browser
    node tests/browser/run.js public
    node tests/browser/desk.mjs target/release/khobor

# One benchmark: `just bench related`. benches/README.md lists the scripts that compare with other programs.
bench NAME *ARGS:
    cargo bench --locked --bench "$@"

# Fuzz one parser for five minutes (`cargo install cargo-fuzz`; fuzz/README.md lists the targets).
fuzz TARGET SECONDS="300":
    cargo fuzz run {{TARGET}} -- -max_total_time={{SECONDS}}

# The same without cargo-fuzz.
drive TARGET SECONDS="300":
    cargo run --quiet --release --manifest-path fuzz/Cargo.toml --no-default-features --bin drive -- {{TARGET}} {{SECONDS}}

# Build the sample portal and show it while you edit: http://localhost:4500
serve-sample:
    cargo run --locked --release -- serve

# Rewrite the generated parts of docs/.
docs:
    KHOBOR_BLESS=1 cargo test --locked --test docs

# Licences, bans and, where its list can be had, advisories of the dependencies (`cargo install cargo-deny`).
deny:
    cargo deny --all-features check

# Crates that are built in two versions.
duplicates:
    cargo tree --locked --duplicates --edges normal

# Everything that CI checks.
ci:
    .ci/run
