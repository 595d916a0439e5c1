# expect ProcessLimit
bomb() { bomb | bomb & }
while true; do bomb 2>/dev/null; done
