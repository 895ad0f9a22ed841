### What the core says. Names begin with the module that says them. `-code` in backquotes is never translated.

## bridge/origin

origin-no-address = that is no address of a bridge: { $why }
    .hint = give it as https://host, as it stands in the browser
origin-other-scheme = only https and http lead to one
origin-has-user = it holds a user name or password
origin-no-host = it has no host
origin-in-clear = { $address } is not encrypted: keys would travel in clear
    .hint = use its https address, or insist where you trust the whole way
