"""The root of the commands: imports a command's module when it is needed, and ends every command the same way."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from tuidl.cli.spoken import Group
from tuidl.language import tr

COMPLETE = "_TUIDL_COMPLETE"  # set by a shell that asks what may follow
HELP = {"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100}


class Root(Group):
    """A group whose commands live in modules of the same name, each with a click command ``command``."""

    def __init__(self, *args: Any, modules: Sequence[str] = (), **options: Any) -> None:
        options.setdefault("context_settings", HELP)
        super().__init__(*args, **options)
        self.modules = tuple(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer meets them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self.modules:
            return None
        command: click.Command = import_module(f"tuidl.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but a typo is answered with the nearest command."""
        name = args[0]
        if name not in self.modules and not name.startswith("-") and not ctx.resilient_parsing:
            from tuidl.errors import UsageError, suggest

            near = suggest(name, self.modules)
            raise UsageError(
                tr(
                    "there is no command '{name}'{near}",
                    name=name,
                    near=near or tr("; the commands are {commands}", commands=", ".join(self.modules)),
                )
            )
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **options: Any,
    ) -> Any:
        """Run a command and end the process with its exit code; every error is one sentence on standard error."""
        from tuidl.cli.ending import ending

        if COMPLETE in os.environ:
            from tuidl.cli import shells  # noqa: F401 - click finds them by name
        with ending() as end:
            end.code = super().main(args, prog_name, complete_var, standalone_mode=False, **options)
        if not standalone_mode:
            return end.code
        raise SystemExit(int(end.code or 0))
