"""What may become of a message on its way out, other than leaving?"""


class ChannelDown(Exception):
    """Nothing leaves this way right now. Not the message's fault: it waits and loses no try."""


class NotNow(Exception):
    """The other side asks to try this one later."""


class Refused(Exception):
    """It will never arrive at this address: the address does not work."""


class Stopped(Refused):
    """Whoever reads there has asked the provider for no more messages: a STOP that it kept to itself."""


class Unclear(Exception):
    """It may have left or not, and only the provider knows."""
