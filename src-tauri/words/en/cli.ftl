### What the command line says. Its help stands beside the arguments in src-tauri/cli/src/commands; its Chinese here.

## commands/key

key-vault-hung = the vault did not answer in time
    .hint = is the keychain service running? Try again, or log in to the desktop anew
