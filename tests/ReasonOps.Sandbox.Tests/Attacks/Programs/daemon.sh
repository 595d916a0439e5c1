# expect Exited
nohup sleep 1000 >/dev/null 2>&1 &
(setsid sleep 1000 || sleep 1000) >/dev/null 2>&1 &
disown -a
echo held
