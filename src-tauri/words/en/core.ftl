### What the core says. Names begin with the module that says them. `-code` in backquotes is never translated.

## bridge/origin

origin-no-address = that is no address of a bridge: { $why }
    .hint = give it as https://host, as it stands in the browser
origin-other-scheme = only https and http lead to one
origin-has-user = it holds a user name or password
origin-no-host = it has no host
origin-in-clear = { $address } is not encrypted: keys would travel in clear
    .hint = use its https address, or insist where you trust the whole way

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
