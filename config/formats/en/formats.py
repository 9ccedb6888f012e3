"""Nov 24, 2027: the form that `core.templatetags.look` writes, everywhere."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y, P"
