"""RVTools exports (.xlsx, or a folder of .csv): VMware inventories as most people have them."""
