"""Pages of the directory: finding help, services, room, partners and the team."""
