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
