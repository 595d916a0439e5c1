# expect Exited
date -s "2000-01-01" >/dev/null 2>&1 && echo "the clock was set"
hostname changed >/dev/null 2>&1 && echo "the name was set"
echo held
