"""``tuidl completion``: the line that teaches a shell to complete tuidl's words."""

import click

from tuidl.cli import spoken
from tuidl.cli.group import COMPLETE
from tuidl.errors import Exit
from tuidl.language import later, tr

HOW = {
    "bash": ("~/.bashrc", later('eval "$(tuidl completion bash)"')),
    "zsh": ("~/.zshrc", later('eval "$(tuidl completion zsh)"')),
    "fish": ("~/.config/fish/config.fish", later("tuidl completion fish | source")),
}


@spoken.command()
@click.argument("shell", type=click.Choice(list(HOW)))
@click.pass_context
def command(context: click.Context, shell: str) -> Exit:
    """Print the script that teaches SHELL to complete tuidl's words.

    \b
    Examples:
      eval "$(tuidl completion bash)"       in ~/.bashrc
      eval "$(tuidl completion zsh)"        in ~/.zshrc
      tuidl completion fish | source        in ~/.config/fish/config.fish
    """
    from tuidl.cli import shells

    root = context.find_root()
    script = shells.SHELLS[shell](root.command, {}, "tuidl", COMPLETE)
    file, line = HOW[shell]
    click.echo(tr("# put into {file}:  {line}", file=file, line=line))
    click.echo(script.source_template % script.source_vars())
    return Exit.MET
