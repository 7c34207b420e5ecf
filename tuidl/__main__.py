"""``python -m tuidl`` is the command ``tuidl``."""

from tuidl.cli import main

if __name__ == "__main__":
    main()
