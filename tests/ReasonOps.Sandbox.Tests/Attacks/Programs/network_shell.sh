# expect Exited
(echo > /dev/tcp/127.0.0.1/22) 2>/dev/null && echo tcp
(echo > /dev/udp/127.0.0.1/53) 2>/dev/null && echo udp
echo held
