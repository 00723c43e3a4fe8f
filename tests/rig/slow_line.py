"""A line with a long way and losses, for the fault rig: netem in user space.

Packets sent to the far end of a TUN device come back as if from there: both addresses are swapped, which leaves every
checksum as it was. So a client that dials the far end meets a server that listens on the near one, over the kernel's own
TCP with its retransmissions. Each packet is late by half the round trip, and some are lost.

    python3 slow_line.py DEVICE ROUND_TRIP_MS LOSS_PERCENT READY_FILE
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def main():
    device, round_trip, loss, ready = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    os.set_blocking(tun, False)
    open(ready, "w").close()
    chance = random.Random(42)
    waiting, count = [], 0
    while True:
        patience = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        if select.select([tun], [], [], patience)[0]:
            packet = os.read(tun, 65536)
            # IPv4 only: the kernel also tries IPv6 router solicitations.
            if packet[0] >> 4 == 4 and chance.randrange(100) >= loss:
                swapped = packet[:12] + packet[16:20] + packet[12:16] + packet[20:]
                heapq.heappush(waiting, (time.monotonic() + round_trip / 2000, count, swapped))
                count += 1
        while waiting and waiting[0][0] <= time.monotonic():
            os.write(tun, heapq.heappop(waiting)[2])


main()
