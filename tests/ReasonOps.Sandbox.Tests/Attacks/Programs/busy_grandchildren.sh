# expect CpuLimit
# limits cpu=1 wall=20
for n in 1 2 3; do (bash -c 'while :; do :; done' &) ; done
sleep 60
