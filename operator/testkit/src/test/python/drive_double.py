"""Drives the double of a Proxmox host through proxmoxer, and prints what it is told.

usage: drive_double.py PORT USER@REALM!NAME=SECRET CA-FILE
"""

import sys
import time

from proxmoxer import ProxmoxAPI, ResourceException

port, token, authority = sys.argv[1:]
user, secret = token.split("!")
name, value = secret.split("=")
api = ProxmoxAPI(
    "127.0.0.1", port=int(port), user=user, token_name=name, token_value=value, verify_ssl=authority
)
node = api.nodes("pve01")


def ended(upid):
    while True:
        status = node.tasks(upid).status.get()
        if status["status"] == "stopped":
            return status["exitstatus"]
        time.sleep(0.05)


def archives():
    return node.storage("spool").content.get(content="backup", vmid=100)


def refusal(call):
    try:
        return call()
    except ResourceException as refused:
        return refused.content


print("version", api.version.get()["version"])
print("guests", [(g["vmid"], g["name"], g["node"], g["status"]) for g in api.cluster.resources.get(type="vm")])
asked = dict(vmid=100, storage="spool", mode="snapshot", compress="0", remove=0, protected=1)
print("elsewhere", api.nodes("pve02").vzdump.post(**asked))
backup = node.vzdump.post(**asked, **{"notes-template": "first"})
print("backup", ended(backup))
print("last line", node.tasks(backup).log.get(limit=0)[-1]["t"])
volume = archives()[0]["volid"]
print("archives", [a["notes"] for a in archives()])
print("kept", refusal(lambda: node.storage("spool").content(volume).delete()).split(" '")[0])
print("restore", ended(node.qemu.post(vmid=9100, archive=volume, storage="local-lvm", name="rt-100")))
guest = node.qemu(9100)
print("start", ended(guest.status.start.post()))
print("ping", refusal(guest.agent.ping.post))
print("ping", refusal(guest.agent.ping.post))
print("stop", ended(guest.status.stop.post()))
print("status", guest.status.current.get()["status"])
print("destroy", ended(guest.delete()))
node.storage("spool").content(volume).put(protected=0)
node.storage("spool").content(volume).delete()
print("archives", archives())
print("missing", refusal(guest.config.get))
