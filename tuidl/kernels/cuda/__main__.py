"""``python -m tuidl.kernels.cuda``: is there a GPU for us? Exit code 0, or 4 and a sentence on standard output."""

from tuidl.errors import DeviceError, Exit
from tuidl.kernels.cuda.device import describe, require


def main() -> int:
    """Look, and say what was found."""
    try:
        require()
    except DeviceError as error:
        print(error)
        return int(error.code)
    print(describe())
    return int(Exit.MET)


if __name__ == "__main__":
    raise SystemExit(main())
