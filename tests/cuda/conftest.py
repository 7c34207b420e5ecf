"""What can be tried here: numba chooses between GPU and simulator when it is imported, so `make simulator` has its own
process; PTX can be made where numba-cuda is installed, also without a GPU."""

from importlib.util import find_spec

from tuidl.kernels.cuda.device import SIMULATED

collect_ignore = []
if not SIMULATED:
    collect_ignore.append("simulator")
if SIMULATED or find_spec("numba_cuda") is None:
    collect_ignore.append("test_ptx.py")
