### What the command line says. Its help stands beside the arguments in src-tauri/cli/src/commands, in Chinese in help.ftl.

## commands/key

key-vault-hung = the vault did not answer in time
    .hint = is the keychain service running? Try again, or log in to the desktop anew

## Said in several places

error = error: { $message }
error-because = because: { $cause }
hint = hint: { $hint }
next = next: { $step }
# Something, and what there is to say of it: "Claude Code: in step".
of = { $name }: { $text }
# Between several in a row.
list-comma = ,{ " " }
nothing-written = Nothing was written.
nothing-changed = Nothing was changed.
live-check = live check
undo-with = Undo: { $command }
# $count: "12" or "12 of 40".
log-entries = { $count } log entries
# What is known of a key that a copy was found of.
known = { $status ->
    [live] LIVE
    [off] OFF
    [dead] DEAD
   *[unknown] UNKNOWN
 }

## Heads of tables

column-a-month = A month
column-account = Account
column-address = Address
column-as-of = As of
column-balance = Balance
column-becomes = Becomes
column-begins-anew = Begins anew
column-begun = Begun
column-bridge = Bridge
column-cached = Cached
column-calls = Calls
column-cost = Cost
column-day = Day
column-decided = Decided
column-description = Description
column-expires = Expires
column-folders = Folders
column-group = Group
column-id = Id
column-in = In
column-key = Key
column-keys = Keys
column-label = Label
column-last-used = Last used
column-left = Left
column-mode = Mode
column-model = Model
column-multiplier = Multiplier
column-name = Name
column-new-key = New key
column-old-key = Old key
column-out = Out
column-price-call = Per call
column-price-in = In, per million
column-price-out = Out, per million
column-profile = Profile
column-share = Share
column-spent = Spent
column-state = State
column-status = Status
column-tokens = Tokens
column-tool = Tool
column-used-by = Used by
column-what = What
column-when = When

## report

plan-no-changes = No file changes.
plan-new-file = { $path } (new file)
plan-changed = { $path } (changed)
plan-removed = { $path } (removed)
plan-left-to-do = Left to do:
plan-step-different = is different now
plan-step-done = done
plan-step-with-key = { $step } (to copy it: bridgekeeper keys copy { $key })

## shell

shell-no-program = cannot tell where this program is
shell-vault-word = BRIDGEKEEPER_VAULT is "{ $word }"
    .hint = set it to keychain or file
shell-cannot-start = cannot start
shell-pausing = pausing { $seconds } s to stay within the bridge's limits
shell-count-of = { $done } of { $of }
shell-needs-a-yes = this needs a yes, and there is no terminal to ask on
    .hint = add --yes
shell-text-too-long = the text on stdin is too long
shell-duration = a time as 90s, 5m or 2h
shell-secret-missing = the { $what } is missing
    .hint = pipe it in and add { $flag }; it never goes into an argument
shell-secret-prompt = { $what }:{ " " }
shell-secret-empty = the { $what } on stdin is empty
shell-secret-too-long = the { $what } on stdin is too long
shell-passphrase-fd = BRIDGEKEEPER_PASSPHRASE_FD names no file descriptor to read
shell-passphrase = Passphrase of your vault:{ " " }
shell-passphrase-new = New passphrase for your vault:{ " " }
shell-passphrase-again = Once more:{ " " }
shell-passphrases-differ = the two passphrases differ
    .hint = try again
shell-answer-unread = the answer cannot be read

## clipboard

clipboard-unusable = the clipboard cannot be used
    .hint = is there a desktop session? Otherwise: bridgekeeper keys reveal ID

## commands/connect

connect-password = password
connect-api-key = API key
connect-access-token = system access token
connect-code = Two-factor code:{ " " }
    .hint = add --otp CODE
connect-replaces = The bridge makes a new system access token. The account's present one stops working wherever it is used. Go on?
connect-unchanged = nothing was changed

## commands/status

# Its lines stand one below the other, as do those of the next ones.
status-bridge =
    Bridge   { $name } ({ $url })
    Account  { $account }
    Balance  { $balance }, spent { $spent }
status-bridge-keys-only =
    Bridge   { $name } ({ $url })
    Account  none: pasted keys only
status-vault = Vault    { $kind }: { $state }
status-others = Others   { $labels } (bridgekeeper bridges)
status-old-keys = Old keys { $count } (bridgekeeper rotate --older-than 90d)
status-unfinished = Unfinished: { $count } (looked after at `bridgekeeper keys list`)
status-attention = ATTENTION  { $what }
status-in-group = { $username }, group { $group }
status-offline = (offline; as of { $when })

## commands/bridges

bridges-none = No bridge is connected: bridgekeeper connect
bridges-keys-only = keys only
bridges-forget = Forget { $label } and its access token?

## commands/keys

keys-quota = an amount or `unlimited`
keys-form = curl-openai, curl-anthropic, sh, fish, powershell or connection
keys-read = { $count } keys read
keys-none = No keys yet: bridgekeeper keys create NAME
keys-no-match = None of { $count } keys matches.
keys-offline = The bridge cannot be reached; this is from { $when }.
keys-not-all = This is not all: { $why }
keys-cut-short = the bridge cut the list short
keys-status = { $status ->
    [enabled] enabled
    [disabled] disabled
    [expired] expired
   *[exhausted] exhausted
 }
keys-never-used = never
keys-never-expires = never
keys-balance = balance
keys-own-group = (account's)
keys-full =
    Name       { $name }
    Id         { $id }
    Status     { $status }
    Key        { $key }
    Group      { $group }
    Spent      { $spent }
    Left       { $left }
    Models     { $models }
    Addresses  { $addresses }
    Created    { $created }
    Last used  { $last_used }
    Expires    { $expires }
    Used by    { $used_by }
keys-in-vault = { $key } (in the vault)
keys-shares-balance = shares the account's balance
keys-any-model = any
keys-no-model = none
keys-any-address = any
keys-no-tool = no tool on this machine
keys-called = "{ $name }" (id { $id })
keys-nothing-left = Nothing was left to make.
keys-not-made = Not made: { $names }
keys-made-one = Made key { $key }. Its secret is in the vault: bridgekeeper keys copy { $id }
keys-made = Made key { $key }.
keys-made-so-far = { $count } keys made
keys-copied = Copied. In { $seconds } seconds the clipboard is cleared, unless something else is on it by then.
keys-list-any-address = any address
keys-take-list-back = Take the list back ({ $list })?
keys-list-is-back = The list is taken back.
keys-to-take-list-back = To take the list back: { $command }
keys-use-copied = Copied. In { $seconds } seconds the clipboard is cleared.
keys-use-masked = The key is masked: --copy or --reveal puts it in.
keys-import = { $source } for { $url }: key { $key } "{ $name }"
keys-import-needs-a-yes = nothing was kept yet: this needs a yes
    .hint = add --yes
keys-imported = Key { $key } is in the vault.
keys-done = { $count } keys done
keys-is = { $key } is { $status }.
keys-delete = Delete key { $key }? This cannot be undone.
keys-delete-used = Delete key { $key }, used by { $used_by }? This cannot be undone.
keys-deleted = Deleted { $key }.
keys-not-changed = Not changed: { $key }: { $why }
keys-why-and-hint = { $why } ({ $hint })

## commands/kill

kill-no-key = nothing in this text looks like a key of a bridge
    .hint = name the key instead: bridgekeeper kill NAME
kill-stranger = this key is none of yours, as far as your bridges tell
    .hint = --probe shows it at the bridge's door, to see whether it works there
kill-none = No kill is open.
kill-goes-on = The kill goes on in the background, and at each start of Bridgekeeper: bridgekeeper incidents
kill-goes-on-later = The kill goes on at the next start of Bridgekeeper: bridgekeeper kill --resume
kill-proven = { $key } (id { $id }): { $words } at { $time }, after { $seconds } s
kill-state = { $key } (id { $id }): { $words }
kill-to-delete = to delete it: bridgekeeper incidents delete { $id }
kill-bridge = its bridge: { $url }
kill-new-key = new key { $key }, in the vault
kill-no-new-key = no new key: { $why }
kill-swapped = { $tool } ({ $profile }): { $text }

## commands/incidents

incidents-close = Give incident { $id } up? Nothing is tried any more.
incidents-goes-on = It goes on.
incidents-none = No key leaked so far.
incidents-times = { $step } ({ $count } times)
incidents-decided = Decided { $when }
incidents-wrote = Wrote { $path }.
incidents-no-kill = no kill of "{ $key }" is open
    .hint = see `bridgekeeper incidents`
incidents-delete = Delete key { $key } at { $bridge }? This cannot be undone.
incidents-not-deleted = It was not deleted.
incidents-deleted = Deleted key { $key }. Whether it is dead is still being proven.

## commands/rotate

rotate-days = a number of days, as 90d
rotate-none-open = no rotation of "{ $key }" is under way
    .hint = see `bridgekeeper rotate --list`
rotate-left-alone = Left alone: { $key } (id { $id }, { $days } days old): nothing on this machine uses it, so whoever does would be cut off. Name it to rotate it.
rotate-until = { $words } (until { $when })
rotate-none = No key was rotated so far.
rotate-stopped = stopped at { $step }: { $why }
rotate-old-key = old key: { $proof }
rotate-nothing = Nothing to rotate.

## commands/listings

prices-group = Group { $group }

## commands/configure

configure-apply = Apply?
configure-done =
    { $tool }: { $state } with key { $key }
    Live check: { $check }
    Undo: bridgekeeper undo { $id }
configure-all-apply = Apply to { $count } tools?
configure-all-not = not configured
configure-all-done = { $tool }: { $state } with key { $key }
configure-all-in-step = In step already: { $tools }.
configure-all-left-out = { $tool } is left out: { $why }

## commands/waiting

waiting-until-closed = { $why }. Wait until it is closed?
waiting-now = waiting until it is closed

## commands/accept

accept-question = Accept?
accept-done =
    { $tool }: { $state }
    Undo: bridgekeeper undo { $id }
drift-address = { $name } (address) in { $file }
drift-model = { $name } (model) in { $file }
drift-credential = { $name } (credential) in { $file }
drift-field = { $name } in { $file }
drift-nothing = (nothing)
drift-applied = applied
drift-now = stands there now
drift-times = applied { $applied }, last written { $written }
drift-warning = warning:{ " " }
drift-nothing-written = Nothing is written. Disconnect still gives back what you had before Bridgekeeper came.

## commands/adopt

adopt-left = left where it is.
adopt-failed = not taken over: { $why }
adopt-question = Take it over?
adopt-none = No key of a bridge stands in clear in the tools' files, in cc-switch or in shell start-up files.
adopt-not-looked-at = Not looked at: { $path } ({ $why })
adopt-key-of = { $key } "{ $name }" of { $bridge }
adopt-key-beside = { $key } "{ $name }" beside { $url }, which is not connected; confirm it with --url
adopt-key-alone = { $key } "{ $name }" of a bridge that only you know; name it with --url
adopt-point-tool = Point the tool at it: { $command }

## commands/doctor

doctor-vault = Vault ({ $kind }): { $state }
doctor-nothing = There is nothing that can be mended safely.
doctor-drifted = bridgekeeper doctor { $tool } --fix or profile use { $profile } (apply it again), bridgekeeper accept { $tool } (what stands there is meant), or bridgekeeper disconnect { $tool }
doctor-unreadable = mend the file, or look at: bridgekeeper doctor { $tool } --fix --dry-run
doctor-problem = problem: { $what }
doctor-note = note: { $what }

## commands/profile

profile-no-folder = that is no folder
profile-none = No profiles yet: bridgekeeper configure TOOL

## commands/run

run-failed = cannot run { $program }
    .hint = is it installed and on PATH?

## commands/scan

scan-write-over = Write over?
scan-still-there = Still there: { $finding }
scan-left = Left: { $path }: { $why }
scan-by-hand = By hand: { $finding }
scan-to-undo = Undo, a file at a time: bridgekeeper scan --undo
scan-take-back = Take it back?
scan-progress = { $stage ->
    [settings] settings
    [transcripts] transcripts
    [projects] projects
    [home] home
    [paths] paths
    [git] git
   *[other] { $stage }
 }: { $files } files, { $size } in { $folder }
scan-found = { $count ->
    [0] No copy of a key was found
    [1] 1 copy of a key was found
   *[other] { $count } copies of keys were found
 }: { $keys } keys looked for in { $files } files, { $size }, in { $seconds } s.
scan-not-looked-at = Not looked at:
scan-left-out = { $why } ({ $count }): { $paths }
scan-and-more = { $paths }, …
scan-kind = { $kind ->
    [live_config] live config
    [tool_config] tool config
    [env_file] env file
    [shell_history] shell history
    [transcript] transcript
    [log] log
    [database] database
    [git_object] git object
    [other] other
   *[unknown] { $kind }
 }

## commands/guard

guard-none = There is no guard in { $folder }.
guard-removed = The guard is out of { $folder }; what was there before is back.
guard-in-commit = one of your keys stands in what you are about to commit
    .hint = to commit it knowingly: git commit --no-verify
guard-in-push = one of your keys stands in what you are about to push
    .hint = to push it knowingly: git push --no-verify
guard-in-it = one of your keys stands in it
guard-unchecked = nothing was checked for keys: { $why }
guard-knows-none = the wallet knows none yet
guard-clean = None of your keys is in it.
guard-key = { $key } "{ $name }" of { $bridge } ({ $status })
guard-take-out = take it out and try again
guard-kill = if anybody else could have seen it: bridgekeeper kill { $id }
guard-installed-in = The guard is in { $folder }.
guard-installed = installed
guard-chained = installed; the hook that was there runs after it
guard-renewed = was there already
guard-hooks-path = core.hooksPath points there: it is the guard of every repository that uses this folder.
guard-lets-through = The wallet knows no key yet; until it does, everything is let through.
guard-no-repository = this is no git repository
    .hint = go to a repository, or name its folder
guard-no-git = git cannot be started
    .hint = install git
guard-git-failed = git failed

## commands/vault

vault-state = { $kind }: { $state }
vault-in-use = the { $kind } vault is in use already
vault-leave = Leave all secrets behind in the { $kind } vault? You will have to connect again.
vault-empty = The { $kind } vault is in use, empty.
vault-moved = Moved { $count } secrets to the { $kind } vault, which is in use from now on.
vault-file-lock = the passphrase vault closes after each command
vault-locked = The keychain is locked.
vault-file-unlock = the passphrase vault is opened by each command anew
    .hint = for unattended runs give the passphrase by BRIDGEKEEPER_PASSPHRASE_FD
vault-open = The keychain is open.

## commands/usage

usage-not-up-to-date = Not up to date: { $why }
usage-basis = { $from } to { $to }, { $zone }, { $bridge }
usage-read-up-to = { $note } (read up to { $when })
usage-nothing = Nothing was used in that time.
usage-total = Total
budget-none = No budget: bridgekeeper budget TOOL USD
budget-no-amount = "{ $word }" is no amount
    .hint = give US dollars such as 20, or none
budget-spent = { $part }, spent
budget-lasts = { $part }, lasts about { $days } days at this pace

## commands/export

export-unwritten = the export cannot be written
import-unread = { $path } cannot be read
import-nothing = Nothing was added.
import-question = Add { $count } of them?
import-done = Added { $count }. Connect to each bridge anew: its access token was not along.
import-bridge = bridge
import-profile = profile
import-folder = folder
import-budget = budget
import-new = new
import-same = here already
import-kept = another one here, which stays
import-unknown = not known here

## commands/demo

demo-no-bridge = cannot start the demo bridge
demo-no-home = cannot make a sandbox home
demo-no-interrupt = cannot wait for Ctrl-C
demo-listens =
    A bridge with a sample account listens on { $url }.

    In another terminal, with a sandbox home so that none of your files is touched:
demo-ends = Secrets go to your own keychain, under this address. Ctrl-C ends the demo and removes the sandbox.

## commands/pages

pages-unwritten = { $folder } cannot be written to

## commands/settings

settings-helper = A tool that asks for its key goes on with it for { $seconds } seconds.
settings-helper-set = A tool that asks for its key goes on with it for { $seconds } seconds, once it is configured again: bridgekeeper configure --all
