"""What is wrong or risky in a design: one small function per finding, listed here."""

from collections.abc import Callable, Iterable

from virtdesigner.model.design import Design
from virtdesigner.rules.findings import (
    assumed,
    containers,
    devices,
    guests,
    hosts,
    network,
    paths,
    pools,
    port_groups,
    services,
    single_points,
    storage,
    techniques,
    whole,
)
from virtdesigner.rules.findings.finding import SEVERITIES, Finding, Severity

CHECKS: tuple[Callable[[Design], Iterable[Finding]], ...] = (
    whole.no_server,
    whole.nothing_to_run,
    guests.unplaced,
    guests.no_workload,
    guests.wider_than_host,
    guests.cpu_reservation_over_limit,
    guests.memory_reservation_over_limit,
    guests.memory_reservation_over_size,
    guests.memory_limit_below_size,
    guests.no_guest_tools,
    guests.trace_and_pattern,
    guests.batch_without_work,
    guests.beyond_32_bits,
    guests.faulty,
    guests.without_network,
    guests.without_disk,
    hosts.vcpu_ratio,
    hosts.cpu_over_reserved,
    hosts.memory_over_allocated,
    hosts.memory_over_reserved,
    hosts.system_memory_over_size,
    hosts.guest_over_claimed,
    hosts.wider_than_socket,
    hosts.host_off_with_guests,
    hosts.maintenance_with_guests,
    hosts.swap_lun_not_visible,
    techniques.wrong_architecture,
    techniques.technique_not_offered,
    techniques.no_hardware_assist,
    techniques.no_nested_paging,
    techniques.hosted_without_system,
    techniques.placement_not_offered,
    techniques.drivers_without_system,
    techniques.refused_guests,
    containers.engine_without_kernel,
    containers.engine_other_kernel,
    containers.other_kernel,
    containers.limit_not_held,
    containers.limit_over_guest,
    pools.pool_empty,
    pools.pool_over_reserved,
    pools.pool_reservation_over_limit,
    pools.cluster_over_reserved,
    devices.no_direct_io,
    devices.cannot_migrate,
    network.adapter_not_connected,
    network.flows_blocked,
    network.switch_without_uplink,
    network.vlan_not_carried,
    network.uplink_not_cabled,
    network.few_uplinks,
    network.too_many_cables,
    paths.vlan_cut,
    paths.mtu_mismatch,
    paths.vlan_out_of_range,
    port_groups.port_group_missing,
    storage.disk_without_lun,
    storage.lun_not_visible,
    storage.single_path,
    storage.space_on_luns,
    storage.lun_without_disk_group,
    storage.disk_group_over_allocated,
    storage.too_few_disks,
    storage.failed_disks,
    single_points.network_points,
    single_points.storage_points,
    single_points.system_points,
    single_points.io_server_points,
    services.service_empty,
    services.worker_no_member,
    services.scaling_bounds,
    services.scaling_without_spares,
    assumed.assumed_elements,
    assumed.assumed_links,
)
"""Every check, in the order in which findings of one severity are listed."""


def find(design: Design) -> tuple[Finding, ...]:
    """All findings of a design, the most severe first; computed once a design with `design.derived(find)`."""
    found = [finding for check in CHECKS for finding in check(design)]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


__all__ = ["CHECKS", "SEVERITIES", "Finding", "Severity", "find"]
