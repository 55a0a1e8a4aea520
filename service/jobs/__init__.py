"""Work that outlives the request that asked for it: on the disk first, then done one by one."""
