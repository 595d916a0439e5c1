# expect OutputLimit
yes flood >&2
