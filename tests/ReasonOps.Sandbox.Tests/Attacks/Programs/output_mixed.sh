# expect OutputLimit
yes one & yes two >&2 & wait
