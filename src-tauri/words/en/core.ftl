### What the core says. Names begin with the module that says them. `-code` in backquotes is never translated.

## bridge/origin

origin-no-address = that is no address of a bridge: { $why }
    .hint = give it as https://host, as it stands in the browser
origin-other-scheme = only https and http lead to one
origin-has-user = it holds a user name or password
origin-no-host = it has no host
origin-in-clear = { $address } is not encrypted: keys would travel in clear
    .hint = use its https address, or insist where you trust the whole way

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

