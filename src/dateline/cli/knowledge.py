"""The knowledge base with the files that --kb names, and what is wrong with them in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.faults import Fault

if TYPE_CHECKING:
    from dateline.knowledge.base import KnowledgeBase


def base_with(paths: tuple[str, ...]) -> KnowledgeBase:
    """The packaged base where no file is named. Ends the command with BAD_KB for one that can't be used."""
    from dateline.knowledge.base import base
    from dateline.knowledge.extension import BadKnowledge, extended

    if not paths:
        return base()
    try:
        return extended(paths)
    except BadKnowledge as error:
        raise Fault("BAD_KB", str(error)) from error
    except OSError as error:
        raise Fault("BAD_KB", f"{error.filename}: {error.strerror}.") from error
