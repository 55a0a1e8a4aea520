"""The listener that the service is reached by."""

import socket

from service.serving import bound


def test_small_answers_are_sent_at_once():
    with bound("127.0.0.1", 0) as listener:
        # What asyncio looks at before it switches off the wait for more to send (TCP_NODELAY).
        assert listener.proto == socket.IPPROTO_TCP
