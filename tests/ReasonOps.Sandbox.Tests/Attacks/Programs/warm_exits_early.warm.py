# expect Exited
import os, threading, time
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
os.write(1, b"held\n")
os._exit(0)
