"""A small Danish company that services heat pumps and boilers."""
