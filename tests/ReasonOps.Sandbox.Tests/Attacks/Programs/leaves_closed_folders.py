# expect Exited FileLimit
import os
for width in range(3):
    top = os.getcwd()
    os.mkdir(f"d{width}")
    os.chdir(f"d{width}")
    for depth in range(200):
        os.mkdir("deep")
        os.chdir("deep")
    open("file", "w").close()
    os.chdir(top)
    os.chmod(f"d{width}/deep", 0)
    os.chmod(f"d{width}", 0)
print("held")
