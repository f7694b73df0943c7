"""Resource limits that the driver sets for itself and all that it starts."""

_LIMITS = {
    "memoryBytes": "RLIMIT_AS",
    "cpuSeconds": "RLIMIT_CPU",
    "fileBytes": "RLIMIT_FSIZE",
    "processes": "RLIMIT_NPROC",
    "openFiles": "RLIMIT_NOFILE",
}


def limit_resources(limits):
    """Sets the given limits, soft and hard; a limit above the hard one in force is lowered to it."""
    if not limits:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for key, name in _LIMITS.items():
        wanted = limits.get(key)
        which = getattr(resource, name, None)
        if wanted is None or which is None:
            continue
        hard = resource.getrlimit(which)[1]
        value = int(wanted) if hard == resource.RLIM_INFINITY else min(int(wanted), hard)
        # Processor time ends with SIGXCPU at the soft limit, which tells why, SIGKILL at the hard one.
        has_room = hard == resource.RLIM_INFINITY or hard > value
        most = value + 1 if key == "cpuSeconds" and has_room else value
        try:
            resource.setrlimit(which, (value, most))
        except (ValueError, OSError):
            continue
