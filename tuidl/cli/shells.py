"""The shells that complete tuidl's words: click's own scripts, where those fall short.

bash takes ``padding=va`` for three words; zsh may not have loaded its completion; fish's script cuts a description at a
comma. None of them knows that a value follows ``padding=`` without a space.
"""

import os

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$value")
                if [[ $value == *= ]]; then compopt -o nospace; fi ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

ZSH = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local -a asked plain open bare
    local type key help place=$((CURRENT-1))
    (( $+commands[%(prog_name)s] )) || return 1
    asked=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$place %(complete_var)s=zsh_complete %(prog_name)s)}")
    for type key help in ${asked}; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                if [[ $help == _ ]]; then bare+=("$key")
                elif [[ $key == *= ]]; then open+=("$key:$help")
                else plain+=("$key:$help"); fi ;;
        esac
    done
    if (( $#open )); then _describe -V unsorted open -U -S ''; fi
    if (( $#plain )); then _describe -V unsorted plain -U; fi
    if (( $#bare )); then compadd -U -V unsorted -a bare; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef %(complete_func)s %(prog_name)s
fi
"""

FISH = """\
function %(complete_func)s
    set -l words (commandline -cp)
    for row in (env %(complete_var)s=fish_complete COMP_WORDS=$words COMP_CWORD=(commandline -t) %(prog_name)s)
        set -l found (string split -m 1 , -- $row)
        switch $found[1]
            case dir
                __fish_complete_directories $found[2]
            case file
                __fish_complete_path $found[2]
            case plain
                echo $found[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Bash(BashComplete):
    """Words are put together again where bash took them apart at a ``=``; what it replaces stands after the last."""

    source_template = BASH
    _kept = 0  # characters of the value that stand on the line already, before what bash replaces

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words before the cursor, and the one under it."""
        pieces = split_arg_string(os.environ["COMP_WORDS"])[: int(os.environ["COMP_CWORD"]) + 1]
        if len(pieces) <= int(os.environ["COMP_CWORD"]):
            pieces.append("")  # the cursor stands behind a space
        words: list[str] = []
        joins = False
        for piece in pieces:
            if words and (piece == "=" or joins):
                words[-1] += piece
            else:
                words.append(piece)
            joins = piece == "="
        *before, incomplete = words
        value = incomplete.removeprefix(_option(incomplete))
        self._kept = max(len(value) - len(pieces[-1].lstrip("=")), 0)
        return before[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """``plain,value`` without what stands there already."""
        value = item.value[self._kept :] if item.type == "plain" else item.value
        return f"{item.type},{value}"


class Whole(ShellComplete):
    """A shell that replaces a word whole, the option in ``--set=padding=va`` with it."""

    _option = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """As the shell tells them."""
        before, incomplete = super().get_completion_args()
        self._option = _option(incomplete)
        return before, incomplete


class Zsh(Whole, ZshComplete):
    """Three lines a word: type, word, help. A colon would end a word that has a help."""

    source_template = ZSH

    def format_completion(self, item: CompletionItem) -> str:
        """The word with its option before it."""
        value = self._option + item.value
        escaped = value.replace(":", r"\:") if item.help else value
        return f"{item.type}\n{escaped}\n{item.help or '_'}"


class Fish(Whole, FishComplete):
    """A line a word: type, word, and the help behind a tab."""

    source_template = FISH

    def format_completion(self, item: CompletionItem) -> str:
        """The word with its option before it."""
        return f"{item.type},{self._option}{item.value}" + (f"\t{item.help}" if item.help else "")


def _option(word: str) -> str:
    """What stands before the value in ``--option=value``."""
    name, sign, _ = word.partition("=")
    return name + sign if sign and word.startswith("-") else ""


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}
for _name, _shell in SHELLS.items():
    add_completion_class(_shell, _name)
