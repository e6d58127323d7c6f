"""How the load of workloads goes over time."""
