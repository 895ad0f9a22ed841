### What the core says. Names begin with the module that says them. `-code` in backquotes is never translated.

## bridge/origin

origin-no-address = that is no address of a bridge: { $why }
    .hint = give it as https://host, as it stands in the browser
origin-other-scheme = only https and http lead to one
origin-has-user = it holds a user name or password
origin-no-host = it has no host
origin-in-clear = { $address } is not encrypted: keys would travel in clear
    .hint = use its https address, or insist where you trust the whole way

## fs

fs-no-file = { $path } is not a regular file
    .hint = move it away, or point the tool at another folder
fs-written-over = { $path } was written over by another program
    .hint = close the program that uses it and try again
fs-too-many = { $folder } holds too many files named { $name }
    .hint = move some of them away
fs-locked = another copy of Bridgekeeper is changing something
    .hint = wait for it to finish, then try again
fs-loop = { $path } is a symlink that leads back to itself
    .hint = remove the symlink
fs-not-absolute = { $path } is not an absolute path to a file
fs-changed = { $path } changed since it was read; nothing was written
    .hint = look at the new difference, then apply again
fs-hard-link = { $path } is a hard link to another file; it was not touched
    .hint = replace the hard link by a symlink, then try again
fs-protected = { $path } is write-protected; it was not touched
    .hint = make it writable (chmod u+w), then try again
    .attribute-hint = clear its read-only attribute, then try again
fs-other-owner = { $path } belongs to another user than its folder; it was not touched
    .hint = give it back to its owner (chown), then try again
# $verb is one of: read, write, create, remove, move, open, lock, sync.
fs-failed = cannot { $verb } { $path }; nothing was changed
    .no-permission = check who owns it and whether its folder may be written
    .read-only = the disk is mounted read-only; mount it writable
    .no-folder = a file stands where its folder should be; move it away
    .mounted = it is mounted on its own; unmount it or change it there
    .full = the disk is full: make room and try again
    .hint = check the disk and the folder, then try again

## journal

journal-not-as-shown = something else was changed since this was shown
    .hint = look at the difference again
journal-changed = { $path } changed since it was configured, so it cannot be undone to the byte
    .hint = use disconnect instead: it takes out only what is Bridgekeeper's
journal-overtaken = another copy of Bridgekeeper changed something since
    .hint = look at the difference again
journal-completed = A change to { $tool } had been cut short; it is in place.
journal-taken-back = A change to { $tool } had been cut short; it was taken back.

## machine

machine-no-home = the variable { $name } does not name a folder
    .hint = set { $name } to your home folder

## secret

secret-unusable = the bridge gave a key that cannot be used: masked or malformed
    .hint = try again; if it stays so, copy the key from the bridge's web page

## seal

seal-failed = the wallet cannot seal its undo text
seal-no-identity = the entry "undo-identity" of your vault is no age identity
    .hint = delete that entry; undo of earlier changes is then lost, disconnect still works
seal-damaged = the saved original is damaged
seal-other-identity = your vault no longer has what opens the saved original
    .hint = if you moved to another vault, move its entry "undo-identity" too; disconnect still works

## rotate

rotate-make = making a key like it
rotate-check = trying the new key
rotate-swap = putting the new key where the old one is used
rotate-wait = waiting until nothing uses the old key any more
rotate-disable = disabling the old key
rotate-prove = proving the old key dead
rotate-delete = deleting the old key
rotate-done = done

## guard

guard-both-foreign = { $path } and { $kept } are both somebody else's; nothing was changed
    .hint = remove the one that is no longer needed, then try again
guard-odd-path = the path of this program cannot be written into a hook
    .hint = install Bridgekeeper in a folder with a plain name

## row

row-absent = { $path } is not there; another program's database is never made or removed
    .hint = start that program once and quit it, then try again
# The end of row-unreadable, as are the others without a path.
row-not-kept = it does not keep what is written to it
row-gone = it is gone
row-broken = its row is broken
row-one-not-text = a row is not text
row-not-spelled = a row to write is not spelled as one
row-not-json = the fields to write are not JSON
row-not-text = its row is not text
row-no-file = { $path } is not a file that can be read
    .hint = check who owns it, or move it away
row-not-absolute = { $path } is not an absolute path
row-damaged-table = its table of settings is damaged
row-unreadable = { $path } cannot be understood: { $why }
    .hint = start the program it belongs to, which may mend it; it was not touched
row-in-use = { $path } is in use by another program; it was not touched
    .hint = quit the program it belongs to, also from the tray, then try again
row-not-writable = cannot write { $path }; it was not touched
    .hint = check who owns it and whether its folder may be written
row-no-room = cannot write { $path }; nothing was changed
    .hint = the disk is full or failing: make room and try again
row-damaged = it is damaged, or of a kind that is not known

## row/cell

cell-no-address = the address of a value in a database is broken
cell-never-removed = a value in another program's database is never removed
# The end of row-unreadable.
cell-no-longer-text = a text would no longer be one
cell-scan-again = scan again

## store

store-newer = wallet.db was written by a newer Bridgekeeper
    .hint = update this copy of Bridgekeeper
store-broken = the wallet's own database cannot be used
    .full = the disk is full or failing: make room and try again
    .no-permission = check who owns the folder of wallet.db and whether it may be written
    .busy = another copy of Bridgekeeper is busy; try again
    .hint = move wallet.db away and connect again; keys stay on the bridge and in the vault

## store/known

store-no-hash-key = the wallet's hash key for scans is broken

## store/incidents

store-decided = decision recorded

## vault

vault-open = the vault is open
vault-not-storable = the vault cannot hold this secret
    .hint = a secret is one word or line of 1 to { $longest } printable ASCII characters; copy it again

## vault/choice

vault-no-choice = { $path } does not name a vault
    .hint = write "keychain" or "file" into it, whichever you chose

## vault/fault

vault-locked = the keychain is locked
    .hint-linux = unlock your login keyring: log in on the desktop or open its password manager; without a desktop, end `gnome-keyring-daemon` and start it with `gnome-keyring-daemon --unlock`
    .hint = unlock your keychain and allow Bridgekeeper to use it, then try again
vault-unset = the keychain was never set up
    .hint = open Bridgekeeper's window and let it ask for a password, or set one in your desktop's password manager
vault-absent = there is no keychain to talk to
    .hint-linux = start a Secret Service in this session (gnome-keyring, KWallet or KeePassXC), or choose the passphrase vault: `bridgekeeper vault use file`
    .hint = choose the passphrase vault: `bridgekeeper vault use file`
vault-hung = the keychain did not answer in time
    .hint-linux = look for an open password prompt; else log out and in, or end the keyring's process (`gnome-keyring-daemon`, `kwalletd`)
    .hint = look for an open password prompt, then try again
vault-empty = the keychain is open and holds nothing under this name
    .hint = if it should be there, sign in again or pick the key again so that it is stored anew
vault-lost = the connection to the keychain broke
    .hint = try again
vault-failed = the keychain failed: { $why }
    .hint = try again; if it stays so, look at the entry `dev.bridgekeeper.desktop` in your keychain's own program

## vault/file

vault-file-no-passphrase = the passphrase is empty
    .hint = choose a long one
vault-file-locked = the passphrase vault is locked
    .hint = give its passphrase when asked, or by BRIDGEKEEPER_PASSPHRASE_FD
vault-file-not-sealed = the vault cannot be sealed
vault-file-not-written = { $path } cannot be written
vault-file-not-read = { $path } cannot be read
vault-file-look = look at the file and its folder
vault-file-empty = the vault is open and holds nothing under this name
    .hint = sign in again, or pick the key again, so that it is stored anew
vault-file-spared = bring { $path } back from a backup, or move it away; it is not written over
vault-file-wrong-passphrase = the passphrase is wrong
    .hint = try again; if it is lost, so are the secrets: move the file away and sign in again
vault-file-damaged = { $path } is damaged
vault-file-foreign = { $path } was not written by Bridgekeeper
vault-file-too-much-work = { $path } asks for too much work to be opened (scrypt 2^{ $factor }, at most 2^{ $most })

## vault/keychain

vault-other-secret = the keychain gave back another secret than was stored
    .hint = try again; nothing may rely on it until it reads back right

## vault/threads

# The end of vault-failed, as are all that follow; "it" is the keychain.
vault-no-thread = no thread could be started ({ $error })
vault-library-gave-up = its library gave up

## vault/native

vault-foreign = what it holds under this name was not put there by Bridgekeeper
vault-not-readable = what it holds under this name cannot be read
vault-wrong-form = it does not take a secret or a name of this form
vault-not-supported = it does not support what was asked
vault-many = it holds more than one entry under this name

## vault/native/secret_service

vault-no-randomness = the system has no randomness
vault-stayed-open = it was told to close and stayed open
vault-lost-while-writing = it went away while writing ({ $why })

## vault/native/bus

vault-no-bus-there = no session bus at { $address }: { $why }
vault-bus-refuses = the session bus does not let us in

## vault/native/faults

vault-nonsense = its answer was not understood
vault-no-bus = no session bus: { $why }
vault-lost-during-prompt = it went away during a prompt
vault-no-service = no Secret Service on the session bus

## vault/native/os_store

vault-closed-by-screen = it is closed by locking the screen, not by a program
vault-no-reason = it gave no reason
vault-manager-refused = the Credential Manager refused: { $why }

## bridge/task

# These go on from "the bridge did not …", "the bridge cannot …" and "it was not asked to …".
task-describe-itself = say what it is
task-describe-account = say whose account it is
task-list-groups = list its groups
task-list-models = list its models
task-refuse-stranger = refuse a stranger
task-show-prices = show its prices
task-show-settings = show the account's settings
task-change-settings = change the account's settings
task-sign-in = sign in
task-sign-out = sign out
task-make-token = make an access token
task-list-keys = list its keys
task-list-keys-in-one-form = list its keys in one form
task-show-key = show the key
task-make-key = make the key
task-reveal-key = reveal the key
task-reveal-keys = reveal the keys
task-enable-key = enable the key
task-disable-key = disable the key
task-change-key = change the key
task-delete-key = delete the key
task-delete-keys = delete the keys
task-show-log = show its log
task-sum-up-log = sum up its log
task-show-statistics = show its statistics
task-say-key-usage = say what the key has used
task-list-key-models = list the key's models
task-show-key-log = show the key's log

## bridge/http

# $task is one of task-…, $said is http-said or empty, $status in words is http-status or empty.
http-no-encryption = this machine cannot make encrypted connections
    .hint = install the system's root certificates (package ca-certificates)
http-used-up = { $host } allows few such requests, and they are used up: it was not asked to { $task }
http-not-asked = { $host } wants us to slow down: it was not asked to { $task }
    .hint = this goes on in { $time }; nothing is sent until then
http-too-long = { $host } sent more than { $most } KiB
http-in-trouble = { $host } is in trouble (status { $status }) and did not { $task }{ $said }
    .hint = try again in a minute; the bridge's own status page may know more
http-elsewhere = { $host } sends us elsewhere instead of answering (status { $status })
    .hint = if { $address } is the same bridge, connect to that address
http-cannot = { $host } cannot { $task }{ $said }
    .hint = its software may be too old for this
http-key-refused = { $host } does not accept the key{ $said }
    .hint = it may be disabled, expired, used up or deleted, or not allowed from this address
http-account-disabled = the account at { $host } is disabled{ $said }
http-account-refused = { $host } does not accept the account{ $said }
http-refused = { $host } did not { $task }{ $said }
    .hint = that is the bridge's own answer: change what was asked for, or ask whoever runs it
http-limited = { $host } wants us to slow down and did not { $task }{ $said }
    .hint = try again in { $time }
    .untold = it does not say for how long; usually that is { $time }
http-status = { " " }(status { $status })
http-nothing = { $host } answered with nothing{ $status } and did not { $task }
http-web-page = { $host } answered with a web page{ $status } and did not { $task }
    .hint = check the address; a CDN's check page or a sign-in page may stand before the bridge
http-no-json = { $host } answered with something that is not JSON{ $status } and did not { $task }
http-other-json = { $host } answered with JSON that is not the API's{ $status } and did not { $task }
    .hint = check the address; if it is right, report this with the bridge's version
# $kind is a word of a library: Io, Syntax, Data, Eof.
http-json-place = { $kind } error at line { $line }, column { $column }
http-unreachable = { $host } cannot be reached
    .hint = check the network and the address, then try again
http-late = { $host } did not answer in time
http-damaged = { $host } sent a damaged answer
http-broken = { $host } broke the connection off
http-wrong-place = check the address: this does not look like the API of a bridge
http-not-signed-in = nobody is signed in at this bridge
    .hint = connect again with the user id and a fresh access token from the bridge's personal settings
http-odd-credential = the key or access token holds characters that none can hold
    .hint = copy it again, without spaces or line breaks
# The bridge's own words.
http-said = : { $text }

## bridge/manners

manners-seconds = { $seconds } s
manners-minutes = { $minutes } min

## bridge/statistics

statistics-not-kept = { $host } does not keep this statistic
    .hint = its software is too old for it; the log has the same, entry by entry
statistics-too-long = statistics are kept for two years at most
    .hint = ask for a shorter time

## bridge/login

login-again = sign in again: that makes another one
login-captcha = { $host } asks for a captcha with the password
login-no-passwords = { $host } takes no passwords
    .hint = sign in on its web page, make a system access token (Personal settings > Security) and paste that
login-empty = user name or password is empty
login-wrong-password = check the user name and the password
login-second-factor = { $host } asks for a two-factor code
    .hint = sign in again with the code that the authenticator app shows, or a backup code
login-wrong-code = check the code, it changes twice a minute; after five wrong ones wait five minutes
login-token-unclear = { $error }; it may have made a new access token all the same, and then the earlier one is dead
    .hint = try again; if the account is refused, connect with the password or a fresh token

## bridge/prices

prices-not-shown = { $host } does not show its prices
    .hint = they stand on its web page, or ask whoever runs it

## bridge/by_key

by-key-no-usage = { $host } does not tell what a key has used
    .hint = its software is too old for this; the account's list of keys has it
by-key-no-log = { $host } shows no key its log
    .hint = its software is too old for this; the account's log has it
by-key-cut-short = a key is shown its newest { $most } entries only
    .hint = the account's log has the rest

## bridge/settings

settings-no-addresses = { $host } cannot log addresses
    .hint = its software is too old for it
settings-not-shown = { $host } took the change and does not show it
    .hint = look at Personal settings on the bridge's web page; its software may be too old for it

## bridge/logs

logs-cut-short = { $host } shows its newest { $most } entries only
    .hint = ask for a shorter time
logs-too-few = { $host } shows fewer entries than it counts
    .hint = read the log again; entries may have come or gone meanwhile

## bridge/keys

keys-no-such = { $host } has no key { $id }
keys-making-unclear = { $error }, and its list of keys cannot be read
    .hint = look for "{ $name }" in the list of keys before making another
keys-none-made = no key was made; try again
keys-perhaps-yet = { $error }; the key is not in its list, but { $host } may still be making it
keys-made-not-listed = { $host } said that it made the key and does not list it
keys-made-list-unread = { $host } made the key, and its list of keys cannot be read
keys-several = { $host } has { $count } new keys named "{ $name }": { $ids }
    .hint = keep one and delete the others
keys-not-enabled = an expired key needs a new expiry first, an exhausted one a new quota
# $status is one of: enabled, disabled, expired, exhausted.
keys-still = { $host } took the change and still lists the key as { $status }
    .hint = look again in a minute; if it stays so, change it on the bridge's web page
# $fields is one or several of keys-name to keys-models, with keys-between between them.
keys-not-taken = { $host } did not take the new { $fields }
    .hint = its software may be too old for it, or somebody else edits the key
keys-between = { ", " }
keys-one-still-there = { $host } said that it deleted the key, and its list does not show it
keys-some-still-there = { $host } said that it deleted the keys, and its list does not show it
keys-still-there = look again in a minute; if it stays so, delete on the bridge's web page
keys-no-name = a key's name has 1 to 50 bytes on one line
    .hint = up to { $most } bytes fit every bridge
keys-expiry-too-old = that expiry lies before 1970
keys-no-address = "{ $entry }" is no address or network
    .hint = write addresses like 203.0.113.7 and networks like 203.0.113.0/24
keys-no-model = "{ $model }" is no model's name
    .hint = take the names as the bridge lists them
keys-no-quota = that quota is below 0 or more than bridges take (2,147,483,647 units)
    .hint = take less, or no quota of its own
keys-name = name
keys-group = group
keys-expiry = expiry
keys-quota = quota
keys-allow-list = allow-list
keys-models = models
## tools

tools-no-such = there is no tool "{ $name }"
    .hint = known tools: { $tools }
tools-record-unreadable = the record of your earlier settings cannot be read
tools-nothing-to-repair = there is nothing in { $tool }'s files that could be repaired by itself
    .hint = if a file is broken, mend it by hand
tools-not-utf8 = { $path } is not UTF-8 text; it was not touched
    .hint = save it as UTF-8, then try again
tools-not-there-yet = { $path } is not there yet
    .hint = start the tool once, quit it, and try again
tools-in-file = { $path }, { $what }
    .hint = mend the file by hand

## tools/claude_code

tools-claude-code-helper = Key stays in the vault; Claude Code asks for it
tools-claude-code-env = Key stays in the vault; Claude Code must be started by `bridgekeeper run`
tools-claude-code-stored = Key stands in Claude Code's own settings file
tools-claude-code-takes-hold = Takes effect at the next message. After undo or disconnect, restart Claude Code.
tools-claude-code-no-key = Claude Code has the address { $address } and no key for it: it would send your claude.ai login there
    .no-login = Claude Code has the address { $address } and no key for it: it would send a claude.ai login there, if there is one
    .next = give it a key with the address (bridgekeeper configure claude-code), or take the address out
    .next-configured = bridgekeeper doctor claude-code --fix, or bridgekeeper disconnect claude-code
tools-claude-code-login = a claude.ai login is on this machine; while Claude Code is configured for a bridge it is not used or sent
    .next = nothing to do; disconnect takes base URL and credential out together, so the login is never sent to the bridge
tools-claude-code-elsewhere = env.{ $name } in its settings has Claude Code go past the bridge, to another service
    .next = take it out of the settings, or disconnect
tools-claude-code-folder = CLAUDE_CONFIG_DIR is set, so { $folder } is used
    .next = set the variable for every shell that starts Claude Code, or for none

## tools/cline

tools-cline-helper = Key stays in the vault; Cline asks for it
tools-cline-env = Key stays in the vault; Cline's command line must be started by `bridgekeeper run`, and its extension has no key
tools-cline-stored = Key stands in Cline's own providers.json and secrets.json, where only you can read it
tools-cline-takes-hold = Takes effect when Cline, or the editor with its extension, is started next. Cline's daemon keeps its old key until `cline hub stop`.
tools-cline-too-old = Cline { $version } in { $editor } does not read these files
    .next = update the extension there, then configure Cline again
tools-cline-env-extension = in `env` mode the extension has no key; only the command line works
    .next = for the extension: bridgekeeper configure cline --mode stored
tools-cline-two-keys = secrets.json holds another key ({ $name }) than providers.json: the extension uses the one, the command line the other
    .next = apply again: bridgekeeper configure cline
tools-cline-hub = Cline's daemon runs (process { $pid }), with the key and environment it started with
    .next = after a change of key: cline hub stop
tools-cline-running = { $editor } is running with Cline in it (process { $pid })
    .next = quit it before Cline's settings are changed from here
tools-cline-folder = { $variable } is set, so { $folder } is used
    .next = set the variable for every shell that starts Cline or an editor, or for none
tools-cline-quit-first = { $what }: quit it before you apply
tools-cline-quit-untold = Quit every editor with Cline in it before you apply: it cannot be told on this system whether one runs
tools-cline-stop-hub = Then have Cline's daemon forget its old key: cline hub stop
tools-cline-not-free = { $editor } is running with Cline in it (process { $pid }) and would write over the change
    .hint = quit it, all its windows, and try again; or wait for it: bridgekeeper configure cline --wait
tools-cline-jetbrains = a JetBrains editor
tools-cline-fault = { $fault }: Cline would forget all its providers
    .hint = mend it by hand before Cline runs again; it was not touched
tools-cline-no-object = "{ $name }" is not an object
tools-cline-last-used = "lastUsedProvider" is not a word
tools-cline-version = "version" is not 1
tools-cline-of-provider = provider "{ $name }", { $fault }
tools-cline-provider = "provider" is not a plain word
tools-cline-updated-at = "updatedAt" is not a time that ends in Z
tools-cline-token-source = "tokenSource" is not a word of Cline's
tools-cline-no-text = "{ $name }" is not a text

## tools/codex

tools-codex-helper = Key stays in the vault; Codex asks for it
tools-codex-env = Key stays in the vault; Codex must be started by `bridgekeeper run`
tools-codex-stored = Key stands in Codex's own settings file
tools-codex-takes-hold = Takes effect when Codex is started next.
tools-codex-too-old = Codex { $version } is too old to ask for its key, and sends none
    .next = update Codex (npm install -g @openai/codex), or use `--mode env`
tools-codex-folder = CODEX_HOME is set, so { $folder } is used
    .next = set the variable for every shell that starts Codex, or for none

## tools/cursor

tools-cursor-helper = Key stays in the vault; Cursor asks for it
tools-cursor-env = Key stays in the vault; Cursor must be started by `bridgekeeper run`
tools-cursor-stored = Key stands, encrypted by Cursor's own scheme, in its database; Cursor hands it to its servers with every request
tools-cursor-takes-hold = Takes effect when Cursor is started next, for chat; Tab never uses it, and Agent mode not on every plan.
tools-cursor-no-key = Cursor has no OpenAI key yet
    .next = copy it (bridgekeeper keys copy KEY) and paste it in Cursor Settings > Models > API Keys, then quit Cursor once
tools-cursor-old-key = an older Cursor left a key in clear in its database
    .next = clear the OpenAI key in Cursor's settings, paste it anew, and replace the old one on its bridge
tools-cursor-own-model = "{ $name }" is also the name of one of Cursor's own models, which may be used instead
    .next = have the bridge offer it under a name of its own, and configure Cursor with that
tools-cursor-running = Cursor is running (process { $pid })
    .hint = quit Cursor, also from the tray, and try again; or enter the values by hand in Cursor Settings > Models
    .next = quit Cursor before its settings are changed from here
tools-cursor-untold = It cannot be told on this system whether Cursor is running
    .hint = enter the values by hand in Cursor Settings > Models, then configure again
tools-cursor-quit-first = { $what }: quit it before you apply, or enter everything below by hand and apply afterwards
tools-cursor-openai-models = While the address is set, Cursor's own OpenAI models go to your bridge too: { $models }
tools-cursor-paste = The key is yours to paste: { $why }
tools-cursor-step-open = In Cursor, open Cursor Settings > Models > API Keys
tools-cursor-step-paste = Paste the key as "OpenAI API Key"
tools-cursor-step-switch = The switch beside it is on
tools-cursor-step-address = "Override OpenAI Base URL" is on and says
tools-cursor-step-model = The list of models has this one
    .own = The list of models has this one, which Cursor also has itself and may use instead
tools-cursor-sealed = The key is written too, sealed as Cursor seals its own (shown by { $rows } of Cursor's rows)
    .known = Cursor found no keychain here and seals under a password that everybody knows, so does the wallet (shown by { $rows } of Cursor's rows)

## tools/cursor_key

tools-cursor-key-nothing-sealed = Cursor has sealed nothing here yet, so its way cannot be proven
tools-cursor-key-windows = on Windows only Cursor itself opens what it sealed
tools-cursor-key-not-opened = what Cursor sealed here does not open in any way that is known

## tools/dotenv

tools-dotenv-open-quote = a quote without an end keeps { $name } from being added
    .hint = close it by hand; the file was not touched

## tools/fields

tools-fields-not-json = it is not JSON
tools-fields-no-object = it is not an object
tools-fields-no-list = { $name } is not a list of names
tools-fields-part-no-object = { $name } is not an object
tools-fields-value-not-json = that is not JSON
tools-fields-no-field = that is no field
tools-fields-by-hand = set it in the program's own settings; it was not touched

## tools/gemini_cli

tools-gemini-cli-helper = Key stays in the vault; Gemini CLI asks for it
tools-gemini-cli-env = Key stays in the vault; Gemini CLI must be started by `bridgekeeper run`
tools-gemini-cli-stored = Key stands in Gemini CLI's own .env file, where only you can read it
tools-gemini-cli-takes-hold = Takes effect when Gemini CLI is started next, in folders you trust. A project's own .env is read instead of these settings.
tools-gemini-cli-folder = GEMINI_CLI_HOME is set, so { $folder } is used
    .next = set the variable for every shell that starts Gemini CLI, or for none

## tools/json

tools-json-repair = repair it (bridgekeeper doctor TOOL --fix), or mend it by hand; it was not touched
tools-json-at = line { $line }, column { $column }: { $what }
    .hint = mend the file by hand; it was not touched
tools-json-bom = a byte order mark, for which its tool refuses the file
tools-json-top-level = the top level is not an object
    .hint = a settings file is an object in braces; mend it by hand, or move it away
tools-json-no-object = "{ $name }" is not an object
    .hint = mend it by hand, or remove it
tools-json-comment = a comment or trailing comma, for which its tool ignores the whole file
tools-json-comma = a trailing comma, for which its tool refuses the file
tools-json-not-json = not JSON

## tools/opencode

tools-opencode-helper = Key stays in the vault; opencode asks for it
tools-opencode-env = Key stays in the vault; opencode must be started by `bridgekeeper run`
tools-opencode-stored = Key stands in opencode's own auth.json, where only you can read it
tools-opencode-takes-hold = Takes effect when opencode is started next. A project's own opencode.json wins over these settings.
tools-opencode-off = { $path } switches the provider "{ $provider }" off
    .next = add it to enabled_providers, or take it out of disabled_providers

## tools/running

tools-running-untold = it cannot be told here whether a program has { $path } open
    .hint = quit the program it belongs to and have that program remove it
tools-running-open = { $path } is open in { $programs }; it was not touched
    .hint = quit that program, then try again

## tools/safe_storage

tools-safe-storage-no-randomness = the system has no randomness
    .hint = try again
tools-safe-storage-too-long = this text is too long to be sealed
    .hint = take a shorter one
tools-safe-storage-no-key = the program's `Local State` has no key that its owner's account opens
    .hint = paste the key in the program's own settings

## tools/toml

tools-toml-in-the-way = something else stands where { $name } belongs
    .hint = remove it by hand
    .tables = write { $first } as tables of their own, [{ $table }], or remove it
tools-toml-at = line { $line }, column { $column }: not TOML ({ $what })
    .hint = mend the file by hand; it was not touched

## adopt

adopt-place-changed = { $path } changed since it was read; nothing was written
    .hint = look again
adopt-place-not-utf8 = { $path } is not UTF-8 text
    .hint = save it as UTF-8, then try again

## adopt/shell

adopt-shell-place = line { $line }: { $name }
adopt-shell-by-hand = line { $line } goes on from or into another: take it out by hand

## wallet/doctor

doctor-key-deleted = its key "{ $name }" was deleted on the bridge
doctor-key-disabled = its key "{ $name }" is disabled
doctor-key-expired = its key "{ $name }" has expired
doctor-key-exhausted = its key "{ $name }" has used up its quota
doctor-new-key = give it a new one: bridgekeeper configure { $tool } --create
doctor-model-limited = { $tool } names the model { $model }, and its key "{ $key }" is limited to other models
doctor-model-no-group = { $tool } names the model { $model }, and its key "{ $key }" bills to a group without it
doctor-model-group = { $tool } names the model { $model }, and its key "{ $key }" bills to the group "{ $group }", which does not have it
doctor-other-model = name another (bridgekeeper configure { $tool } --model MODEL), or give it another key
doctor-allow-list = its key "{ $key }" may be used from some addresses only, and the calls come from { $tool }'s servers
    .next = clear the allow-list of that key, or give it another key
doctor-vault = { $tool } gets its key from the vault, which is { $state }
    .next = unlock the vault
doctor-vault-empty = the vault has no key for { $tool }
doctor-no-helper = { $tool } asks { $program } for its key, and that is not there
    .fix = bridgekeeper doctor { $tool } --fix points it at { $program }
    .install = install Bridgekeeper again, then: bridgekeeper configure { $tool }
doctor-path-too-long = { $field } of { $tool } ends in /v1, which it adds itself: { $address }
doctor-path-too-short = { $field } of { $tool } does not end in /v1, which it does not add itself: { $address }
doctor-read-instead = { $path } is read instead of { $own }
    .leads-away = { $path } is read instead of { $own }; the key goes where that says
doctor-wins = { $names } in { $path } wins over { $tool }'s own settings
    .leads-away = { $names } in { $path } wins over { $tool }'s own settings; the key goes where that says
doctor-names-in = { $names } in { $path }
doctor-of-organisation = ask whoever manages this machine to allow your bridge
doctor-of-project = take that out of { $path }, or start { $tool } elsewhere
doctor-of-person = move that out of { $path }
doctor-variable = { $name } is set in this shell and wins over { $tool }'s own files
    .elsewhere = { $name } is set in this shell and has { $tool } go past its own settings, to another service
    .next = remove { $name } from your shell's start-up file, then open a new shell
doctor-in-shell = { $name } in this shell
doctor-ignored = { $name } is set in this shell; { $tool } ignores it while it is configured
    .sent = { $name } is set in this shell; without `bridgekeeper run` { $tool } sends it to the bridge
    .next = remove { $name } from your shell's start-up file: a key there is in clear
doctor-old = { $tool } { $version } is older than any that was tried with Bridgekeeper ({ $tried })
    .next = update { $tool } if it does not do what it should
doctor-accepted = { $tool } sends its key to { $address }, not to { $bridge }: that was accepted
    .next = to go back to the bridge: bridgekeeper configure { $tool }

## wallet/configure

configure-no-model = the bridge has no model "{ $model }"
    .hint = see `bridgekeeper models`
configure-key-only = nobody is signed in at { $bridge }, so no key can be made there
    .hint = name a pasted key with --key, or sign in
configure-model-refused = key "{ $key }" may not use the model "{ $model }"
    .hint = it may use: { $models }
configure-twins = { $tool } has models of its own with the same names as these of the bridge, and may use its own: { $models }
configure-not-connected = { $bridge } is not connected
configure-new-key = A new key "{ $name }" is made on { $bridge } when you apply.
configure-mode = { $text }.
configure-remote = { $tool }'s servers make the calls: the key must not be limited to some addresses.
configure-by-hand = To enter everything by hand before you apply, make the key first.
configure-title = Point { $tool } at { $bridge }
configure-nothing-to-undo = there is nothing to undo for { $tool }
configure-undo-title = Undo the last change to { $tool }
    .accepted = Take back what was accepted for { $tool }
configure-undo-accepted = No file is touched; what was applied before is expected again.
configure-undo-bytes = Every byte is put back as it was.
configure-undo-fields = Every field is put back as it was.
configure-not-configured = { $tool } is not configured
configure-disconnect-title = Disconnect { $tool }
configure-disconnect-ours = Only what is Bridgekeeper's is taken out; what you had there before comes back.
configure-disconnect-key = The key stays on the bridge and in the vault.
configure-lost = What you had there before cannot be brought back: it was sealed, and your vault no longer has what opens it. Only what is Bridgekeeper's is changed.
configure-repair-title = Make { $tool }'s settings readable for it
configure-repair-note = Comments and trailing commas go; undo brings them back.
configure-undid = Undid the last change to { $tool }.
configure-disconnected = Disconnected { $tool }.
configure-repaired = Mended the settings of { $tool }.
configure-changed = a file of { $tool } changed since it was shown
    .hint = look at the new difference, then apply again
configure-pointed = Pointed { $tool } at { $bridge } with key "{ $key }".
configure-gave = Gave { $tool } key "{ $key }".
configure-gone = this plan is no longer there
    .hint = look at the difference again
configure-stand-in = sk-····  (key { $name })
configure-no-door = { $tool } does not use the { $door } API
    .hint = it uses: { $doors }
configure-no-mode = { $tool } has no mode "{ $mode }"
    .hint = its modes: { $modes }
configure-no-reach = { $tool }'s own servers make the calls, and they cannot reach { $bridge }
    .hint = { $tool } needs a bridge with a public https address
configure-profile-name = "{ $name }" cannot be a profile's name
    .hint = use letters, digits, - _ and . only

## wallet/configure_all

configure-all-none = no tool was found on this machine
    .hint = install a coding tool such as Claude Code, then look again

## wallet/cleanup

cleanup-not-found = a finding is not among those of the last scan
    .hint = scan again
cleanup-in-use = { $tool } uses this very key, and keeps it there
    .hint = replace the key: bridgekeeper rotate { $key }; if it leaked: bridgekeeper kill { $key }
cleanup-too-long = { $path } is too long to keep its present text for an undo
    .hint = delete it, or have its program write it anew; the key itself is what must be dead
cleanup-only-the-key = Only the key is written over; undo brings it back.
cleanup-live = Key { $key } still works: whoever read it here can go on using it (bridgekeeper kill { $id }).
cleanup-no-rows = table { $table } of { $path } has no row numbers to write by
    .hint = have the program it belongs to remove it
cleanup-by-sql = Written by SQL, while no program has the database open.
cleanup-rebuilds = The database is then written anew (VACUUM), so that what was deleted in it is gone; undo may not be possible after that.
cleanup-gone = this plan is no longer there
    .hint = scan again
cleanup-took-back = Took back the last cleanup of { $path }.
cleanup-done =
    { $copies ->
        [one] Wrote over 1 copy of a key in { $path }.
       *[other] Wrote over { $copies } copies of keys in { $path }.
    }
cleanup-nothing-to-undo = there is no cleanup to undo
cleanup-stays = it stays as it is
cleanup-undo = Undo the last cleanup of { $path }
    .note = The keys stand there in clear again.
cleanup-changed = { $path } changed since the scan; nothing was written
    .hint = scan again
cleanup-title =
    { $copies ->
        [one] Write over 1 copy of a key in { $path }
       *[other] Write over { $copies } copies of keys in { $path }
    }

## wallet/drift

drift-none = { $tool } says what was applied
    .hint = there is nothing to accept
drift-changed = the settings of { $tool } changed since they were shown
    .hint = look at the difference again
drift-accepted = Accepted what stands in the settings of { $tool }: { $names }.
drift-not-configured = { $tool } is not configured
drift-no-key = { $tool } no longer gets its key from Bridgekeeper. It asks with a login of its own, if it has one, and that login then goes to the bridge.
drift-other-key = { $tool } uses a credential that is not this wallet's. It cannot be checked, replaced or disabled from here.
drift-other-path = { $tool } still goes to { $host }, by another path.
drift-back = { $tool } goes to { $host } again.
drift-sends = { $tool } sends the key "{ $key }" to { $to }, and not to { $host }. Whoever runs that host can read the key and all that is asked with it.
    .any = { $tool } sends whatever it sends to { $to }, and not to { $host }. Whoever runs that host can read the key and all that is asked with it.
drift-to-its-maker = { $tool } has no address of a bridge any more. It sends the key "{ $key }" to its maker's own servers.
    .any = { $tool } has no address of a bridge any more. It sends whatever it sends to its maker's own servers.
drift-no-address = { $tool } has no address that leads to a bridge.
drift-own-model = { $tool } chooses its model itself.
drift-model = Profile { $profile } names { $model } from then on.
drift-other-model = { $tool } asks { $model }, which may not be on this bridge.
drift-unlisted = { $tool } no longer lists { $model }.
drift-other = { $tool } may not go through { $host } with { $field } as it stands.

## wallet/profiles

profiles-renamed = Renamed profile { $name } to { $new }.
profiles-in-use = { $tool } is pointed at profile { $name }, or undo would point it there
    .hint = first: bridgekeeper disconnect { $tool }
profiles-deleted = Deleted profile { $name }.
profiles-folder = Profile { $name } is used in { $folder }.
profiles-no-folder = { $folder } has no profile of its own
    .hint = see `bridgekeeper profile list`
profiles-other-name = choose another name
profiles-of-tool = "{ $name }" is a profile of { $tool }
profiles-old-name = "{ $name }" was the name of profile { $profile }
profiles-is-a-tool = "{ $name }" is a tool
profiles-folder-absent = there is no folder { $folder }
profiles-folder-no-text = the folder's name is no text that can be kept

## wallet/swap

swap-create-unknown = it is not known yet whether key "{ $name }" was made
swap-drifted = somebody changed { $names } in its file, so it was not written
swap-stored = the new key stands in its file
swap-failed = { $error } ({ $next })
swap-helper = the wallet hands it the new key
swap-env = `bridgekeeper run` starts it with the new key
swap-later = it gets the new key when this profile is used
swap-paste = paste the new key into { $tool } by hand: { $command }
swap-answered = Answered in { $took } ms
swap-refused = The bridge answered with status { $status } ({ $verdict })

## wallet/tools

wallet-tools-not-configured = Not configured
wallet-tools-not-found = Not found on this machine
wallet-tools-drifted = Drifted: { $names } changed
wallet-tools-and = { $one } and { $other }
wallet-tools-shadowed = Shadowed by { $what }
wallet-tools-in-step = In step
wallet-tools-check-not-configured = { $tool } is not configured
wallet-tools-said = { " " }({ $message })
wallet-tools-answered = Answered in { $took } ms
wallet-tools-rejected = The bridge rejects this key{ $said }
wallet-tools-forbidden = The bridge knows the key and refuses the request{ $said }
wallet-tools-unknown = The bridge answered with status { $status }{ $said }

## wallet/reach

reach-error = There is no telling: { $error }.
reach-status = status { $status }
    .said = status { $status }: { $message }
reach-in = { $bridge } answered this key from this machine in { $took } ms.
reach-locked-out = { $bridge } keeps this machine out ({ $status }).
reach-refused = { $bridge } refuses this key ({ $status }).
reach-rejected = { $bridge } rejects the key itself ({ $status }): it is off, expired or used up.
reach-unknown = There is no telling: { $bridge } answered with { $status }.
reach-cursor = Cursor's calls come from its own servers, so a key with an allow-list does not work there.
reach-soon = A bridge may take up to a minute to apply a new list.
reach-late = This bridge's software may check the list only when a model is called.
reach-other-address = Behind a VPN, a proxy or a CDN the bridge sees another address than your machine's own.

## wallet/uses

uses-connection = Connection info
## incident

incident-dead = Confirmed dead: disabled and rejected by { $host }
incident-wanted-signed-out = NOT disabled yet: { $host } does not accept the sign-in
incident-wanted-vault-closed = NOT disabled yet: the vault is not open, so { $host } cannot be told
incident-wanted = NOT disabled yet: { $host } is being told
incident-sent = { $host } was told to disable it; no answer yet
incident-accepted-no-secret = { $host } says disabled; the key itself cannot be tried, as its secret is not at hand
incident-no-such-key = { $host } has no such key, and there is nothing to try
incident-accepted = { $host } says disabled; now the key itself is tried
incident-rejected = Rejected, rechecking
incident-rejected-since = Rejected once; since then { $trouble }
incident-failed-still-works = { $host } says disabled, but the key still works
incident-failed-still-enabled = NOT disabled: { $host } still lists this key as enabled
incident-failed-unreachable = Could not reach { $host }; still trying
incident-failed = NOT proven: { $trouble }
incident-failed-unclear = NOT proven: { $host } gave no clear answer; still trying
incident-trouble-signed-out = { $host } does not accept the sign-in
incident-trouble-vault-closed = the vault is not open
incident-trouble-unreachable = { $host } could not be reached; still trying
incident-trouble-slow-down = { $host } wants us to wait; still trying
incident-trouble-nonsense = { $host } answered with something that is not its API; still trying
incident-trouble-refused = { $host } refuses to disable it; still trying
incident-trouble-still-enabled = { $host } lists it as enabled
incident-trouble-still-works = it was seen working again
incident-trouble-barred = { $host } knows this key and keeps this machine out (403), so it may work elsewhere
incident-trouble-no-secret = its secret is not at hand, so it cannot be tried
incident-trouble-all-rejected = no other key gets in at { $host } from here, so a rejection proves nothing
incident-next-sign-in = sign in at the bridge again: it goes on by itself then
incident-next-unlock = unlock the vault: it goes on by itself then
incident-next-delete = delete the key, or ask the bridge's administrator to turn it off
incident-next-look-at-page = look at the bridge's web page; clear the key's allow-list to try it from here
incident-next-look-at-way = look whether a proxy or a sign-in page stands before the bridge
incident-next-look-at-list = look at the list of keys: bridgekeeper keys list

## report/document. In the texts of a report, what stands between ** is said with weight, what stands between
## backquotes is shown letter for letter. No sentence of Chinese that ends within ** may end with its full stop there:
## Markdown takes the two signs for text then.

# Between two sentences.
report-gap = { " " }

## report/html, report/markdown

report-no-name = (no name)
# Before what it names.
report-label = { $name }:

## report/incident

report-title = API key incident { $id }
report-foot = Made by Bridgekeeper { $version } on { $host }, { $at }. No secret is in this report: keys are told by their last characters.
report-what-happened = What happened
report-proof = Timeline and proof
report-clock = Seconds are counted by a clock that only goes forward; the time of day is this machine's own.
report-in-place = What came in its place
report-copies = Copies on this machine
report-used = Was it used?
report-left = Left to do
report-left-none = Nothing that Bridgekeeper knows of.

report-key = { $name } ({ $mask })
report-key-of = { $key } of { $bridge }
report-leaked = The API key { $key } of { $bridge } leaked, or was held to have leaked. At { $at } it was decided to disable it.
report-leaked-many = { $count } API keys leaked, or were held to have leaked. At { $at } it was decided to disable them.
report-state-many = **{ $state }.**
report-left-count =
    { $count ->
        [0] Nothing that Bridgekeeper knows of is left to do.
        [1] Left to do: one thing, at the end.
       *[other] Left to do: { $count } things, at the end.
    }
report-keys = The keys
    .key = Key
    .end = Ends in
    .bridge = Bridge
    .state = State

report-dead = **{ $state } at { $at }**, { $after } after the decision.
report-given-up = **Given up: it was never proven dead.** Nothing is tried any more, and whoever has the key must be expected to be able to use it.
report-given-up-at = **Given up at { $at }: it was never proven dead.** Nothing is tried any more, and whoever has the key must be expected to be able to use it.
report-not-proven = **NOT proven dead: { $state }.** Bridgekeeper goes on trying; until it is proven, whoever has the key must be expected to be able to use it.
report-state-dead = { $state } at { $at }
report-state-given-up = **NOT proven dead**, given up
report-state-not-proven = **NOT proven dead**: { $state }
report-streams = Answers that were streaming by then may have run to their end, and are billed.
report-next = To get on: { $next }.
report-times = { $what } ({ $count } times in a row)
report-steps = Step by step
    .time = Time
    .after = After
    .what = What happened

# A point in time, and how long after the decision.
report-moment = { $at } (+{ $after })
report-lived-often = { $at }, the first of { $count } times in a row
report-proven = { $at }: rejected past the time of the bridge's cache, and read back as no longer enabled, both asked for after the last sign of life
report-one-rejection = **none**; one rejection is no proof: a bridge may go on with what its cache holds, or change back
report-no-rejection = **none**; the key was not seen rejected since the last sign of life
report-fact-key = Key
report-fact-decided = Decided
report-fact-taken = Bridge took the change
    .none = not yet, as far as is known
report-fact-lived = Last seen working
    .none = not seen
report-fact-rejected = First rejected (401)
    .none = not yet
report-fact-proof = Proof

report-profiles =
    { $count ->
        [one] one profile
       *[other] { $count } profiles
    }
report-no-new-key = No key came in its place.
report-new-key-failed = A key in its place could not be made so far.
report-new-key-unused = In its place came the key { $key }; nothing on this machine used the old one.
report-new-key = In its place came the key { $key }; { $profiles } on this machine went over to it.
report-new-key-partly = In its place came the key { $key }; { $done } of { $profiles } on this machine went over to it.
report-new-keys-count =
    { $count ->
        [one] One new key
       *[other] { $count } new keys
    }
report-new-keys-unused = { $keys } came in their place; nothing on this machine used the old one.
report-new-keys = { $keys } came in their place; { $profiles } on this machine went over to it.
report-new-keys-partly = { $keys } came in their place; { $done } of { $profiles } on this machine went over to it.

report-not-replaced = No key came in the place of { $key }.
report-replaced = In the place of { $key } came the key { $new }, made like it. Its secret is in the vault of this machine.
report-not-in-place = The key { $new } that is to come in the place of { $key } is not in place: { $trouble }.
report-not-made = The key { $new } that is to come in the place of { $key } is not made yet.
report-no-user = No tool or profile on this machine used the old key.
report-not-done = **Not done:** { $why }
report-works = works: { $what }
report-works-not = **does not work:** { $what }
report-not-tried = not tried
report-not-in-use = not the profile in use
report-users = What used the old key
    .tool = Tool
    .profile = Profile
    .done = Done
    .request = Real request
    .when = When it takes hold
report-restarts = To be started anew where they run: until then they show the old key, which is rejected
    .what = What
    .why = Why

report-copies-found =
    { $count ->
        [one]
            { $keys ->
                [one] One copy of it was found on this machine
               *[other] One copy of them was found on this machine
            }
       *[other]
            { $keys ->
                [one] { $count } copies of it were found on this machine
               *[other] { $count } copies of them were found on this machine
            }
    }
report-copies-unsought =
    { $keys ->
        [one] Copies of it were not looked for.
       *[other] Copies of them were not looked for.
    }
report-copies-none =
    { $keys ->
        [one] No copy of it was found on this machine in what was looked at.
       *[other] No copy of them was found on this machine in what was looked at.
    }
report-copies-gone = { $found }; none is left as far as was looked.
report-copies-left =
    { $count ->
        [one] { $found }; { $count } is still there.
       *[other] { $found }; { $count } are still there.
    }

report-no-scan = No scan of this machine is noted for this incident, so there may be copies that nobody looked for.
report-no-copy = No copy was found in what was looked at.
report-places = Places where a key stood in clear
    .key = Key
    .where = Where
    .what = What
    .state = State
report-scan-usual = settings, environment, histories, transcripts of coding agents and recent projects
report-scan-home = the whole home folder
report-scan-paths = the paths that were named, and nothing else
report-scan = Last looked for at { $at }: { $what }; { $count } files.
report-scan-git = Last looked for at { $at }: { $what }, with git histories; { $count } files.
report-scan-unfinished = It did not come to its end.
report-scan-note = { $note }.
report-unlooked = Not looked at
    .places = Places
    .why = Why

report-use = In the bridge's log since { $since }: { $words }.
report-use-unknown = Whether somebody else used it was not looked up.
report-use-many = The bridge's log was read for { $read } of { $count } keys.
report-unread = Not looked up: the bridge's log was not read for this key.
report-verdict = **{ $words }.**
report-log-span = { $until }, from { $since } on
report-calls = { $count }, { $cost }
report-comma = { ", " }
report-model = { $name } ({ $count })
report-fact-log = Log read
report-fact-calls = Calls
report-fact-strange = From addresses you have not used
report-fact-unlogged = Without an address in the log
report-fact-failed = Failed requests
report-fact-models = Models
report-yours = yours
report-not-yours = **not used by you**
report-addresses = Addresses that called
    .address = Address
    .whose = Whose
    .calls = Calls
    .first = First
    .last = Last
report-read-early = The log was read before the key was proven dead: there may have been calls since.

report-todo-restart = Start { $what } anew where it runs: { $why }
report-todo-scan = Look for copies on this machine: `bridgekeeper scan`
report-todo-turn-off = Turn { $key } off on the bridge's web page ({ $page }), or have its administrator do it; nothing else does.
report-todo-prove = Have { $key } proven dead: { $next }.
report-todo-prove-waiting = Have { $key } proven dead: keep Bridgekeeper running, it goes on by itself.
report-todo-prove-trying = Have { $key } proven dead: keep Bridgekeeper running, it goes on trying; if it takes long, turn the key off on the bridge's web page ({ $page }).
report-todo-new-key = Get a key in the place of { $key }.
report-todo-new-key-why = Get a key in the place of { $key }: { $why }.
report-tool = { $name } (profile { $profile })
report-todo-swap = Have { $tool } use the new key: { $why }.
report-todo-by-hand = { $tool }: { $how }
report-todo-check = See why { $tool } does not get in: { $what }
report-todo-find-out = Find out whether { $key } was used.
report-todo-look =
    { $count ->
        [one] Look at the one call of { $key } from addresses you have not used, and at what they may have read or cost.
       *[other] Look at the { $count } calls of { $key } from addresses you have not used, and at what they may have read or cost.
    }
report-todo-read = Read the log of { $key } again.
report-todo-log = Have { $bridge } log the addresses of calls, so that the next time there is an answer: Leak screen, "Was it used?".
report-how-to-read = To read it: Leak screen, "Was it used?", or `bridgekeeper incidents report { $id } --used-since 7d`.

report-step-decided = decided
report-step-resumed = goes on
report-step-accepted = accepted
report-step-rejected = rejected
report-step-dead = dead
report-step-alive = ALIVE
report-step-unclear = unclear
report-step-deleted = deleted
report-step-made = new key
report-step-swapped = replaced
report-step-not-swapped = not replaced
report-step-closed = given up
report-copy-cleaned = written over, and not found when looked again
report-copy-gone = no longer found by a later scan
report-copy-in-git = **still there**: a history is not rewritten from here, and may have been cloned
report-copy-in-database = **still there**: a database is written only while its program is closed, and only when somebody agrees
report-copy-in-settings = **still there**: a tool's own settings; it is pointed at its new key when somebody agrees
report-copy-found = **still there**: nothing is written over until somebody has seen and agreed to it
report-todo-git = Decide on the git history of { $place }: what makes its copy worthless is that the key is dead; rewriting it is optional.
report-todo-database = Close the program that has { $place }, then have the copy in it written over: `bridgekeeper scan --clean`
report-todo-clean = Have the copy in { $place } written over: `bridgekeeper scan --clean`
report-place-live-config = a tool's own settings
report-place-tool-config = settings
report-place-env-file = environment file
report-place-shell-history = shell history
report-place-transcript = transcript
report-place-log = log
report-place-database = database
report-place-git-object = git history
report-place-other = file
report-seconds = { $seconds } s

## wallet/kill

kill-no-key = no key is named
    .hint = name the key that leaked
kill-decided = Kill of key "{ $name }" was decided.
kill-decided-many = Kill of { $count } keys was decided.
kill-signed-out = nobody is signed in at { $url }
    .disable = connect to it, or disable the key on its web page
    .delete = connect to it, or delete the key on its web page
kill-deleted = Deleted the leaked key "{ $name }".
kill-given-up = Gave up proving key "{ $name }" dead.
kill-given-up-many = Gave up proving { $count } keys dead.
kill-no-incident = there is no incident { $id }
    .hint = see `bridgekeeper incidents`
kill-no-such = there is no such kill
    .hint = see `bridgekeeper incidents`
kill-proven = Key "{ $name }" is proven dead.
kill-step-resumed = goes on after a restart
kill-step-accepted = bridge accepted: disabled
kill-step-deleted = the bridge deleted the key
kill-step-closed = given up without proof
kill-step-still-enabled = the bridge still lists it as enabled
kill-step-still-works = the key still works
kill-step-barred = kept out (403): the bridge still knows the key
kill-step-all-rejected = rejected (401), but so is every other key: that proves nothing
kill-step-dead = rejected past the bridge's cache time
kill-step-rejected-again = rejected again
kill-step-rejected = key rejected (401), another key answers (200)
kill-step-rejected-alone = key rejected (401); no other key to compare with

## wallet/kill/desk

desk-signed-out = nobody is signed in at { $url }
desk-list-not-whole = the list of keys is not whole
desk-answered = { $host } answered the key with status { $status }

## wallet/kill/replace

replace-not-yet = no new key yet: { $why }
replace-made = made key "{ $name }" like it
replace-swapped = { $tool } uses the new key
replace-not-swapped = { $tool }: { $why }
replace-done = Key "{ $new }" came in the place of "{ $old }".
replace-no-free-name = no free name was found for the new key
replace-expired = no key like "{ $name }" is made: it had expired
replace-exhausted = no key like "{ $name }" is made: it had used up its quota
replace-by-hand = make a new one by hand

## wallet/leak

leak-too-long = the text is too long
    .hint = paste the part with the key; `bridgekeeper scan` looks through files
leak-only-first = Only the first { $most } of { $count } were looked into.
leak-nothing = Nothing in this text looks like a key of a bridge.
leak-none-of-yours = This key is none of yours, as far as your bridges tell.
leak-not-compared = The keys of { $bridge } could not be compared: { $why }.
leak-forgotten = this is no longer there
    .hint = paste the text again
leak-no-telling = There is no telling: { $why }.
leak-no-telling-status = There is no telling: { $bridge } answered with status { $status }.
leak-works = It works at { $bridge } and belongs to another account: only that account, or who runs { $bridge }, can disable it. Tell them.
leak-rejected = { $bridge } rejects it: it is not from there, or already disabled, expired or used up.
leak-signed-out = Nobody is signed in at { $bridge }: disable it on its web page.
leak-pasted = It was pasted: only its own account on { $bridge } can disable it.
leak-key-only = Nobody is signed in at { $bridge }: sign in, or disable it on its web page.

## wallet/incidents

incidents-no-kill = there is no kill { $id }
    .hint = see `bridgekeeper status`
incidents-open = Key "{ $name }": { $state }
incidents-given-up = Given up: { $name } was never proven dead
incidents-all-dead =
    { $of ->
        [one] confirmed dead
       *[other] all { $of } keys confirmed dead
    }
incidents-alive =
    { $of ->
        [one] NOT proven dead
       *[other] { $alive } of { $of } keys NOT proven dead
    }
incidents-alive-given-up =
    { $of ->
        [one] NOT proven dead, given up
       *[other] { $alive } of { $of } keys NOT proven dead, given up
    }

## wallet/report

report-of-rotation = incident { $id } is a rotation: nothing leaked
    .hint = see `bridgekeeper incidents`
report-is-there = { $path } is there already
    .hint = name another file, or write over it: --force
report-written = Wrote the report of incident { $id } to { $path }.
report-run-gave-it = bridgekeeper run gave it the old key when it started it.
report-reads-at-start = It reads its key when it starts. { $when }

## wallet/rotate

rotation-key-disabled = key "{ $name }" is disabled
    .hint = enable it first, or make a new one
rotation-key-dies = key "{ $name }" is being killed
    .hint = see `bridgekeeper incidents`
rotation-begun = Rotation of key "{ $name }" was begun.
rotation-busy = another copy of Bridgekeeper is at this rotation
    .hint = wait for it to finish
rotation-done = Key "{ $old }" gave way to "{ $new }".
rotation-signed-out = nobody is signed in at { $url }
    .hint = connect to it again; the rotation goes on then
rotation-no-free-name = no free name was found for the new key
rotation-no-new-key = the journal of this rotation names no new key
    .hint = give it up and begin anew: bridgekeeper rotate --give-up
rotation-new-key-fails = the new key "{ $name }" does not work: { $why }
    .hint = the old one is still good; try again with --resume
rotation-tool-fails = { $tool } does not work with the new key: { $why }
    .hint = the old key is still good; mend that, then go on with --resume
rotation-no-proof = the journal of this rotation names no proof
rotation-not-proven = the old key was never proven dead
    .hint = look at it on the bridge's web page
rotation-gave-up = Gave up the rotation of key "{ $name }".
rotation-no-such = there is no such rotation
    .hint = see `bridgekeeper rotate --list`
rotation-other-bridge = profile { $profile } is for { $url }
    .hint = name that bridge with --bridge
rotation-given-up = given up

## wallet/scan

scan-unfound = { $count } of your keys could not be looked for: { $why }
scan-no-such-path = { $path } cannot be looked at
    .hint = name a file or folder that is there
scan-at-byte = byte { $at }
scan-at-packed-byte = byte { $at } of what is packed in it
scan-at-cell = table { $table }, row { $row }, column { $column }
scan-at-column = table { $table }, column { $column }
scan-at-copies =
    { $count ->
        [one] a copy in an index or where a row was
       *[other] { $count } copies in indexes or where rows were
    }
scan-next-git = Disable the key: a history may have been cloned. Rewriting it is optional.
scan-next-database = Close the program it belongs to, then have it written over.
scan-next-database-log = Close the program it belongs to: it empties its own log.
scan-next-no-text = It is no plain text: delete it, or have its program write it anew.
scan-next-reapply = { $tool } is pointed at its key anew: bridgekeeper configure { $id }
scan-next-settings = Have it written over; its tool then has no key.
scan-next = Have it written over.
scan-left-denied = may not be read
scan-left-time-cap = took too long; the rest of it was left
scan-left-compressed = compressed; .gz is opened on request (--gz)
scan-left-other-filesystem = on another file system; name it to have it looked at
scan-left-special-file = pipe, socket, device or the system's own
scan-left-link = link; what it leads to is looked at where it stands
scan-left-too-deep = its path is too long
scan-left-git-history = git history; looked at on request (--git)
scan-left-git-objects = git objects that are too large or damaged
scan-left-dependencies = folder of what others made; name it, or look through all of home (--home)
scan-left-not-asked = the rest of it; looked at on request (--home)
scan-left-more-copies = holds more copies than are listed
scan-left-failed = could not be read
scan-left-stopped = the scan was stopped before

## wallet/timeline

timeline-not-connected = { $url } is not connected
timeline-signed-out = nobody is signed in at { $bridge }, and only an account can read its log
    .hint = sign in with the account that the key belongs to
timeline-to-come = that time is still to come
timeline-logs = { $bridge } is asked to log the addresses of calls.
timeline-logs-no-longer = { $bridge } no longer logs the addresses of calls.
timeline-unknown-key = nothing is known of key { $key } at { $bridge }
    .hint = see `bridgekeeper keys list`
timeline-no-time = "{ $text }" is no time
    .hint = give 2026-11-24T10:00:00Z, a date such as 2026-11-24, or 90m, 36h, 7d for so long ago
timeline-cannot-tell = cannot tell: no addresses logged
timeline-strange-calls = calls from addresses you have not used: { $count }
timeline-kin = Calls with the { $count } keys that replaced each other are counted together.
timeline-newest-only = { $bridge } shows its newest entries only: there may be earlier calls.
timeline-learned-newest-only = Only the newest calls of the account were read to learn your addresses: one counted as new may be yours from earlier.
timeline-unlogged = { $unlogged } of { $count } calls have no address in the log.
timeline-none-of-yours = The log has no address of yours to compare with.
timeline-no-proof = An address of yours is no proof of yourself: whoever shares your network calls from it, too.


## wallet/helper

helper-seconds = a tool cannot keep its key for { $seconds } seconds
    .hint = choose { $least } to { $most } seconds
    .set = Tools that ask for their key now keep it for { $seconds } seconds.
## wallet

wallet-profile-of-folder = profile "{ $profile }" of this folder is for { $target }
    .hint = { $tool } is pointed at { $target }: start it by bridgekeeper run { $profile }
wallet-no-profile-key = the vault is open and has no key for profile "{ $profile }"
    .hint = configure it again: bridgekeeper configure { $tool }
wallet-no-profile = there is no profile "{ $name }"
    .hint = see `bridgekeeper tools`; `bridgekeeper configure TOOL` makes one
wallet-no-bridge = there is no bridge "{ $label }"
    .hint = known bridges: { $known }
wallet-not-connected = no bridge is connected
wallet-no-token = the vault is open and has no access token for { $label }
    .hint = connect again

## wallet/adopt

wallet-adopt-name = adopted
wallet-adopt-gone = this key is no longer shown
    .hint = look again
wallet-adopt-whose = it is not known whose key this is
    .hint = say for which bridge it is: --url https://bridge.example
wallet-adopt-no-name = a key needs a name
    .hint = name it with --name
wallet-adopt-nowhere = this key no longer stands anywhere in clear
    .hint = look again
wallet-adopt-first = The key goes into the vault first, as "{ $name }" of { $bridge }. Nothing is taken out before it was read back from there.
wallet-adopt-tool-without = { $tool } has no key then, until it is pointed at the bridge: bridgekeeper configure { $id }
wallet-adopt-can-undo = Undo puts it back to the byte; the vault keeps its copy.
wallet-adopt-title = Take { $key } over into the vault
wallet-adopt-none-to-undo = no key was taken over that could be put back
wallet-adopt-undo-changed = it stays as it is
wallet-adopt-undo-note = The key stands there in clear again; the vault keeps its copy.
wallet-adopt-undo-title = Put the key back
wallet-adopt-plan-gone = this plan is no longer there
    .hint = look again
wallet-adopt-undone = Put a key that was taken over back where it stood.
wallet-adopt-vault-differs = the vault gave back another key than was stored; nothing was taken out
    .hint = try again
wallet-adopt-done =
    { $places ->
        [one] Took the key "{ $name }" over into the vault and out of 1 place.
       *[other] Took the key "{ $name }" over into the vault and out of { $places } places.
    }

## wallet/attention

attention-next-unlock = unlock it
attention-keys-expire = { $count } keys expire within 7 days
attention-keys-quota = { $count } keys have less than a tenth of their quota left
attention-key-old = key "{ $name }" is { $days } days old
attention-unmade = { $count } keys are still to be made
    .next = bridgekeeper keys create --resume, or --forget
attention-interrupted = { $count } changes to files were interrupted
    .next = bridgekeeper tools looks after them
attention-tool = { $tool }: { $text }
# Its time is one of attention-time-….
attention-budget-pace = { $tool } has spent ${ $spent } of ${ $of } this month, gone in about { $time } at this pace
attention-budget-near = { $tool } has spent ${ $spent } of ${ $of } this month
attention-budget-spent = { $tool } has spent its budget: ${ $spent } of ${ $of }
attention-next-budget = bridgekeeper budget { $tool } USD raises it; bridgekeeper usage shows what it went for
attention-next-balance = top it up on the bridge's web page
attention-balance-spent = the balance at { $bridge } is used up
attention-balance-lasts = the balance at { $bridge } lasts about { $time } at this pace
attention-key-quota = key "{ $name }" has { $percent } % of its quota left
attention-key-expires = key "{ $name }" expires in { $time }
attention-time-under-a-day = less than a day
attention-time-a-day = a day
attention-time-days = { $days } days
attention-time-years = years

## wallet/batch

# Its name is wallet-keys-called.
batch-deleted = Deleted key { $name } on { $bridge }.
batch-secret-left = the key is deleted on the bridge; its secret is still in the vault

## wallet/budget

budget-none = that is no budget
    .hint = give an amount in US dollars such as 20, or none to have no budget
budget-set = Set the budget of { $tool } to ${ $usd } a month.
budget-removed = Took the budget of { $tool } away.

## wallet/connect

connect-no-token = the access token is empty
    .hint = copy it from the bridge: Personal settings > Security > System access token
connect-done = Connected to { $bridge } as { $user }.
connect-replaces = signing in with a password makes a new access token, which replaces the account's present one
    .hint = agree to that, or sign in with the present token
connect-no-key = this is no API key
    .hint = copy it whole: it begins with sk-
connect-key-name = pasted key
connect-token-renewed = Made a new access token on { $bridge }.
connect-no-label = that cannot be a bridge's label
    .hint = use a short word, such as work
connect-label-taken = another bridge is labelled "{ $label }"
connect-signed-out = Signed out of { $bridge }.
connect-no-passwords = This bridge does not take passwords.
connect-captcha = This bridge shows a captcha at the sign-in, which no program can pass.

## wallet/create

create-too-many = { $count } keys at once are out of range
    .hint = ask for 1 to { $most }
create-long-name = the name is too long for the suffix that tells the keys apart
    .hint = use at most { $most } bytes
create-not-listed = the key was made and is not listed
create-name-taken = there is already a key named "{ $name }"
    .hint = choose another name
create-list-short = the list of keys cannot be read whole, so the name may be taken
    .hint = try again in a while
create-on-their-way = { $count } keys may still be on their way at the bridge
    .hint = run it again in { $seconds } s
create-made = Made key "{ $name }" on { $bridge }.
create-ignored = The bridge ignored for key "{ $name }": { $fields }.
create-secret-late =
    { $count ->
        [one] the key was made, but its secret is not in the vault yet
       *[other] the keys were made, but their secrets are not in the vault yet
    }
    .hint = run `bridgekeeper keys list` in a while: the wallet fetches what is missing then
create-never-made = Key "{ $name }" had been asked for and was never made.
create-bad-quota = a quota of { $usd } US dollars is out of range
    .hint = give a positive amount that the bridge can count, or leave it unlimited
create-no-group = there is no group "{ $group }"
    .hint = groups of this account: { $known }
create-part-made = { $done } of { $of } keys are made, then: { $error }
    .hint = `bridgekeeper keys create --resume` makes the rest; `--forget` gives it up
create-expiry-far = expiry "{ $expiry }" is too far away
create-expiry-odd = expiry "{ $expiry }" is not understood
    .hint = use never, 1h, 1d, 30d, or a time like 2027-01-31T00:00:00Z
create-expiry-past = expiry "{ $expiry }" lies in the past

## wallet/export

wallet-export-unwritten = the export cannot be written
wallet-export-saved = Exported everything but secrets to { $path }.
wallet-export-taken-in = Took in an export of { $host }: { $added } of { $of } things were new.
wallet-export-none = this is no export of Bridgekeeper
    .hint = choose the file that Bridgekeeper has written under Settings › Export
wallet-export-too-long = this is too long for an export
wallet-export-newer = this export is of version { $version }
    .hint = update Bridgekeeper, then try again

## wallet/import

import-stranger = You are not connected to { $host }. Whoever runs it sees all that you send with this key.
import-delete-text = The key goes straight into the vault. The text you pasted still holds it: delete that.
import-gone = this is no longer there
    .hint = paste it again
import-refused = { $bridge } does not take this key: it is off, expired, used up or not from there
    .hint = copy it again from the bridge's web page
import-kept = Kept a pasted key "{ $name }" of { $bridge }.
import-bridge-lost = the bridge was saved and is not there
# What a text that can be imported is.
import-connection = connection info
import-link = a cc-switch link
import-not-understood = this cannot be imported: { $why }
    .hint = paste the connection info that the bridge's page copies ({ "{" }"_type":"newapi_channel_conn",…{ "}" }) or a ccswitch://v1/import link
import-bad-key = its key is no API key
import-too-long = it is too long
import-no-connection = it is no connection info of a bridge
import-other-kind = it is connection info of another kind
import-neither = it is neither connection info nor a link
import-no-link = it is no ccswitch://v1/import link
import-link-other = the link brings something other than a key
import-link-no-endpoint = the link names no endpoint
import-link-no-key = the link holds no key

## wallet/keys

wallet-keys-no-key = there is no key { $id } on { $bridge }
    .hint = see `bridgekeeper keys list`
# A key's name within a sentence.
wallet-keys-called = "{ $name }"
wallet-keys-pasted = key { $name } was pasted: only its own account on { $bridge } can change it
    .hint = sign in with that account, or change it on the bridge's web page
wallet-keys-none-named = there is no key "{ $name }"
    .hint = see `bridgekeeper keys list`
wallet-keys-several-named = several keys are named "{ $name }"
    .hint = say which by its id: { $ids }
wallet-keys-enabled = Enabled key "{ $name }" on { $bridge }.
wallet-keys-disabled = Disabled key "{ $name }" on { $bridge }.
wallet-keys-changed = Changed key "{ $name }" on { $bridge }.

## wallet/known

wallet-known-too-short = they are too short to be told from other text

## wallet/prices

wallet-prices-hidden = This bridge keeps its prices to itself.
wallet-prices-no-multiplier = The bridge does not say at which multiplier { $group } bills.
wallet-prices-none = The bridge lists no prices for { $group }.

## wallet/steps

steps-plan-gone = this plan is no longer there
    .hint = look at the difference again

## wallet/usage

usage-nobody = nobody is signed in at { $bridge }, and only an account can read its log
    .hint = sign in to see what keys cost
usage-key-only = Nobody is signed in: only an account can read what keys cost.
usage-unread = The bridge's log was not read yet.
usage-part-read = Not all days are read from the bridge's log yet.
usage-no-range = that is no range of days
    .hint = ask for 1 to { $most } days, or for two dates such as 2026-11-01
usage-unknown-key = (the bridge does not say which key)
usage-log-ends = the bridge's log cannot be read any further

## wallet/vault

# Its kind is keychain or file.
wallet-vault-chosen-empty = Chose the { $kind } vault, empty.
wallet-vault-locked = Locked the vault.
wallet-vault-moved = Moved { $count } secrets to the { $kind } vault.
