### What the core says. Names begin with the module that says them. `-code` in backquotes is never translated.

## bridge/origin

origin-no-address = that is no address of a bridge: { $why }
    .hint = give it as https://host, as it stands in the browser
origin-other-scheme = only https and http lead to one
origin-has-user = it holds a user name or password
origin-no-host = it has no host
origin-in-clear = { $address } is not encrypted: keys would travel in clear
    .hint = use its https address, or insist where you trust the whole way

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
