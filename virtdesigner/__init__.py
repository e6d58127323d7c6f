"""VirtDesigner: draw virtualised infrastructure, simulate it, see where it is tight and why."""
