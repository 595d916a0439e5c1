# expect Exited
cp /usr/bin/id ./id
chmod u+s ./id 2>/dev/null && echo "a file that becomes its owner"
su -c id </dev/null >/dev/null 2>&1 && echo su
mount -t tmpfs none /tmp >/dev/null 2>&1 && echo mount
newgrp root -c id </dev/null >/dev/null 2>&1 && echo newgrp
passwd -d root </dev/null >/dev/null 2>&1 && echo passwd
echo held
