"""Random edits of a design, for properties that must hold whatever people do."""

import random
from collections.abc import Callable, Mapping, Sequence

from virtdesigner.kinds import KINDS, Hypervisor, Lun, VirtualMachine
from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import TABLES, Design
from virtdesigner.model.edits import copy, delete, move, paste, replace
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS
from virtdesigner.model.parts import Flow, MemoryPolicy, VirtualNic, Workload
from virtdesigner.model.placement import place, placement_id
from virtdesigner.model.record import Record
from virtdesigner.model.settings import SETTINGS_ID, Settings

Dice = random.Random


def fresh_id(dice: Dice) -> str:
    """A random id that depends on the dice alone."""
    number = f"{dice.getrandbits(128):032x}"
    return "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:]))


def any_element(design: Design, dice: Dice) -> Element | None:
    """An element, or None in an empty design."""
    return dice.choice(list(design.elements.values())) if design.elements else None


def add_element(design: Design, dice: Dice) -> Sequence[Change]:
    """A new element of any kind, anywhere."""
    around = any_element(design, dice)
    parent = around.id if around and dice.random() < 0.7 else None
    kind = dice.choice(list(KINDS.values()))
    values = {"id": fresh_id(dice), "name": f"thing-{dice.randrange(5)}", "parent": parent}
    return [add("elements", kind.model_validate(values))]


def add_link(design: Design, dice: Dice) -> Sequence[Change]:
    """A link of any kind between any two elements, at parts of theirs or at themselves."""
    one, other = any_element(design, dice), any_element(design, dice)
    if one is None or other is None:
        return ()
    parts = [dice.choice(["", *(part.id for part in element.named_parts())]) for element in (one, other)]
    ends = {"source": one.id, "source_part": parts[0], "target": other.id, "target_part": parts[1]}
    kind = dice.choice(list(LINK_KINDS.values()))
    return [add("links", kind.model_validate({"id": fresh_id(dice)} | ends))]


def rename(design: Design, dice: Dice) -> Sequence[Change]:
    """Another name."""
    element = any_element(design, dice)
    return replace(design, element, name=f"name-{dice.randrange(9)}") if element else ()


def refer(design: Design, dice: Dice) -> Sequence[Change]:
    """A reference from an element to another, if it has a field for one."""
    element, other = any_element(design, dice), any_element(design, dice)
    if element is None or other is None:
        return ()
    if isinstance(element, VirtualMachine):
        flows = (Flow(id="one", name="One", peer=other.id), Flow(id="two", name="Two"))
        return replace(design, element, workload=Workload(flows=flows))
    if isinstance(element, Lun):
        return replace(design, element, hosts=(other.id, element.id))
    if isinstance(element, Hypervisor):
        return replace(design, element, memory_policy=MemoryPolicy(swap_lun=other.id))
    return ()


def take_parts(design: Design, dice: Dice) -> Sequence[Change]:
    """Another set of adapters, whose links go with those that are taken out."""
    element = any_element(design, dice)
    if not isinstance(element, VirtualMachine):
        return ()
    ids = dice.sample(["nic0", "nic1", "nic2"], dice.randrange(4))
    return replace(design, element, nics=tuple(VirtualNic(id=id, name=id) for id in ids))


def remove_some(design: Design, dice: Dice) -> Sequence[Change]:
    """Elements or links, with all that can't be without them."""
    ids = [*design.elements, *design.links]
    return delete(design, dice.sample(ids, min(len(ids), dice.randrange(1, 3))))


def move_one(design: Design, dice: Dice) -> Sequence[Change]:
    """An element into another one, which may be impossible."""
    element, parent = any_element(design, dice), any_element(design, dice)
    return move(design, element.id, parent.id if parent and dice.random() < 0.8 else None) if element else ()


def copy_and_paste(design: Design, dice: Dice) -> Sequence[Change]:
    """Copies of some elements, somewhere."""
    ids = dice.sample(list(design.elements), min(len(design.elements), 2))
    parent = any_element(design, dice)
    return paste(design, copy(design, ids), parent.id if parent and dice.random() < 0.5 else None)


def put(design: Design, dice: Dice) -> Sequence[Change]:
    """An element placed, or placed elsewhere."""
    element = any_element(design, dice)
    if element is None:
        return ()
    placement = place(element.id, dice.randrange(1000), dice.randrange(1000))
    before = design.placements.get(placement_id("physical", element.id))
    return [update("placements", before, placement) if before else add("placements", placement)]


def settle(design: Design, dice: Dice) -> Sequence[Change]:
    """Another seed."""
    after = Settings(seed=dice.randrange(100))
    before = design.table("settings").get(SETTINGS_ID)
    return [update("settings", before, after) if before else add("settings", after)]


EDITS: tuple[Callable[[Design, Dice], Sequence[Change]], ...] = (
    add_element, add_element, add_element, add_link, add_link, rename, refer, refer, take_parts, remove_some,
    move_one, copy_and_paste, put, settle,
)  # fmt: skip


def random_edit(design: Design, dice: Dice) -> Sequence[Change]:
    """The changes of one edit of any sort; some can't be applied."""
    return dice.choice(EDITS)(design, dice)


def records(design: Design) -> Mapping[str, Mapping[str, Record]]:
    """All that a design holds, to be compared."""
    return {table: dict(design.table(table)) for table in TABLES}


def rebuilt(design: Design) -> Design:
    """The same records in a design whose indexes are made from scratch."""
    return Design.of({table: design.table(table).values() for table in TABLES})


def index_rows(design: Design) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """The indexes of a design without rows that are empty."""
    children, referrers = design._children, design._referrers
    return {k: v for k, v in children.items() if v}, {k: v for k, v in referrers.items() if v}
