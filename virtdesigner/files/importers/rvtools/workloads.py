"""What imported machines do: measured CPU and memory where the export has them, a template for the rest.

A machine's template is guessed from its name and operating system; what it wants of disks and network is the
template's, scaled to its CPU [E].
"""

import re
from collections.abc import Mapping

from virtdesigner.files.importers.rvtools.facts import GuestFacts
from virtdesigner.kinds.workloads import SIZINGS, workload
from virtdesigner.model.parts import Workload

_HINTS: Mapping[str, frozenset[str]] = {
    "oltp-database": frozenset(
        "db sql mssql mysql mariadb maria oracle ora postgres postgresql pgsql pg mongo mongodb redis hana"
        " database cassandra elastic".split()
    ),
    "hadoop-worker": frozenset("hadoop spark hdfs kafka yarn datanode".split()),
    "build": frozenset("build jenkins ci runner gitlab bamboo compile batch".split()),
    "load-generator": frozenset("loadgen jmeter gatling locust".split()),
    "file-server": frozenset("file files fs nas nfs smb share ftp sftp backup archive veeam print".split()),
    "virtual-desktop": frozenset(
        "vdi desktop citrix horizon rds rdsh xen win7 win10 win11 pc client".split()
    ),
    "web-server": frozenset("web www nginx apache httpd iis proxy haproxy lb frontend portal".split()),
    "application-server": frozenset(
        "app apps application api erp sap crm exchange mail tomcat jboss wildfly k8s kube".split()
    ),
}
"""Template to words of names that suggest it, looked for in this order [E]."""

_DESKTOP = re.compile(r"windows (7|8|10|11|xp|vista)\b", re.IGNORECASE)
_IDLE_SHARE = 0.03
"""A machine without a hint that uses less of its vCPUs than this counts as idle [E]."""
_LEAST_CPU = 0.005
_LEAST_WORKING_SET = 1.0


def template_of(guest: GuestFacts, used_share: float | None) -> str:
    """The template that a machine's name, system and use suggest. used_share: CPU used of its vCPUs."""
    words = set(re.findall(r"[a-z]+\d*|\d+", guest.name.casefold()))
    words |= {word.rstrip("0123456789") for word in words}
    for template, hints in _HINTS.items():
        if words & hints:
            return template
    if _DESKTOP.search(guest.os):
        return "virtual-desktop"
    return "idle" if used_share is not None and used_share < _IDLE_SHARE else "application-server"


def workload_of(guest: GuestFacts, vcpus: int, memory: float, cpu: float | None) -> Workload:
    """The load of a machine that uses `cpu` reference cores (None: not measured) and has `memory` MiB."""
    template = template_of(guest, cpu / vcpus if cpu is not None else None)
    wanted = max(cpu if cpu is not None else vcpus * SIZINGS[template].load, _LEAST_CPU)
    load = workload(template, cpu=min(wanted, 10_000.0))
    if guest.memory_active and memory:
        share = min(max(guest.memory_active / memory * 100, _LEAST_WORKING_SET), 100.0)
        load = load.replace(working_set=share)
    return load
