"""Words for what guests claim of processors, in the units of what schedules them."""

from collections.abc import Mapping

CLAIMS: Mapping[str, str] = {
    "cpu-weight-vcpu": "{weight} shares, {each} a vCPU",
    "cpu-weight-guest": "weight {weight}",
    "cpu-reservation-mhz": "reservation {amount} MHz",
    "cpu-reservation-none": "reservation not kept: this scheduler has none",
    "cpu-reservation-vcpu-percent": "reserve {amount} % of vCPUs",
    "cpu-reservation-processors": "entitled to {amount} {amount:processor|processors}",
    "cpu-limit-mhz": "limit {amount} MHz",
    "cpu-limit-core-percent": "cap {amount} % of a pCPU",
    "cpu-limit-quota": "quota {amount} of 100 ms",
    "cpu-limit-vcpu-percent": "limit {amount} % of vCPUs",
    "cpu-limit-processors": "capped at {amount} {amount:processor|processors}",
}
"""Code of `rules.cpu_terms` to template."""
