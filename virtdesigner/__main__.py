"""The entry point: hands over to the command line, or to the interface for a window or a picture of one."""

import sys
from collections.abc import Sequence

from virtdesigner.cli import main as run_command
from virtdesigner.cli import report_failure
from virtdesigner.cli.parser import COMMANDS, SCREENSHOT, build_parser, parse, stray_word


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line, by default the process's own; returns the exit code.

    0 done, 1 the design has errors, 2 bad input or no window possible.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [SCREENSHOT]:
        return _screenshot(arguments)
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        return _command(arguments)
    if arguments and (mistake := stray_word(arguments[0])):
        build_parser().error(mistake)
    if len(arguments) > 1:
        build_parser().error(f"{arguments[1]} is one file too many: a window shows one design")
    from virtdesigner.ui.app import run

    return run(arguments[0] if arguments else None, COMMANDS)


def _command(arguments: list[str]) -> int:
    if "--version" in arguments:
        from importlib.metadata import version

        sys.stdout.write(f"VirtDesigner {version('virtdesigner')}\n")
        return 0
    return run_command(arguments)


def _screenshot(arguments: list[str]) -> int:
    wanted = parse(arguments)
    from virtdesigner.cli.overwriting import keep_existing
    from virtdesigner.files.errors import SaveError

    try:
        keep_existing([wanted.output], wanted.force)
    except SaveError as error:
        return report_failure(error)
    from virtdesigner.ui.app import screenshot

    return screenshot(wanted.file, wanted.output, wanted.seconds, wanted.size, wanted.theme, wanted.view)


if __name__ == "__main__":
    sys.exit(main())
