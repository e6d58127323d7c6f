"""The command line without a screen. One module per command, imported only when it is asked for."""

import sys
from collections.abc import Sequence
from importlib import import_module

from virtdesigner.cli.parser import HEADLESS, parse


def main(argv: Sequence[str]) -> int:
    """Run one of the headless commands; `argv` begins with its name. Returns the exit code.

    0 done, 1 the design has errors, 2 bad input: one clear message on standard error.
    """
    arguments = parse(argv)
    if arguments.command not in HEADLESS:
        raise ValueError(f"{arguments.command} is not a headless command")
    module = import_module(f"virtdesigner.cli.{HEADLESS[arguments.command]}")
    try:
        return int(module.run(arguments))
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`); Python would complain once more at exit.
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return report_failure(error, getattr(arguments, "file", None) or getattr(arguments, "source", ""))


def report_failure(error: Exception, source: object = "") -> int:
    """Say on standard error what went wrong, in one message without a traceback, and return exit code 2.

    source: the file that was read, named where the error itself doesn't.
    An error that nobody raised on purpose is raised again: hiding a bug helps nobody.
    """
    from virtdesigner.files.errors import SaveError
    from virtdesigner.model.errors import VirtDesignerError

    if not isinstance(error, VirtDesignerError | OSError):
        raise error
    text = str(error)
    if isinstance(error, OSError) and error.filename is None:
        # Without a file's name it was the output: a full disk, say.
        text, source = f"The output can't be written: {error.strerror or error}.", ""
    elif isinstance(error, SaveError):
        # It names the file that could not be written; the one that was read is not to blame.
        source = ""
    gap = "\n" if "\n" in text else " "
    where = "" if not source or str(source) in text else f"{source}:{gap}"
    print(f"virtdesigner: {where}{text}", file=sys.stderr)
    return 2
