# expect Exited FileLimit
with open("sparse", "wb") as file:
    try:
        file.truncate(1 << 40)
        print("a file of a terabyte")
    except OSError: print("held")
