### What the window says outside of its page. The page's own texts stand in ui/src/lib/i18n.

## preferences

clipboard-seconds = a copied key cannot stay for { $seconds } seconds
    .hint = choose { $least } to { $most }
