### What the window says outside of its page. The page's own texts stand in ui/src/lib/i18n.

## preferences

clipboard-seconds = a copied key cannot stay for { $seconds } seconds
    .hint = choose { $least } to { $most }
preferences-lost = the window's preferences cannot be kept

## clipboard

clipboard-refused = the clipboard cannot be used
    .hint = show the key and copy it by hand

## commands/settings

settings-no-address = the folder has no address

## demo

demo-failed = the demo cannot be started: { $why }
demo-no-command = the command line is not beside this program
    .hint = install Bridgekeeper anew
demo-silent = its bridge says nothing
demo-nowhere = its bridge does not say where it listens

## desktop

desktop-no-browser = no browser could be opened
    .hint = open { $url } yourself
desktop-no-folder = there is no folder to save into

## login

login-refused = the start at login cannot be changed

## shell

shell-no-bridge = no bridge was looked at
    .hint = enter the bridge's address first
shell-stopped = stopped halfway
    .hint = what was done by then stays done
shell-demo-vault = the demo's vault is its own
    .hint = leave the demo first
# Its kind is keychain or file.
shell-vault-in-use = the { $kind } vault is in use already
shell-no-program = cannot tell where this program is
shell-vault-word = BRIDGEKEEPER_VAULT is "{ $word }"
    .hint = set it to keychain or file

## shortcut

shortcut-odd = "{ $keys }" cannot be a shortcut
    .hint = choose a key with Ctrl, Alt or Super, such as Ctrl+Alt+K
shortcut-refused = the shortcut cannot be used
    .hint = another program may have it: choose another one

## tray

tray-open = Open Bridgekeeper
tray-lock = Lock
tray-kill = Kill a key…
tray-quit = Quit
tray-no-tool = No tool is configured yet
tray-tool = { $tool }: { $profile }
tray-drifted = { $tool }: changed by another program
# Its tool is its name, tray-tool or tray-drifted.
tray-today = { $tool } · { $cost } today by { $read }
