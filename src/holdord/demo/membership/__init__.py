"""The garden club: members who pay by card, a shop, a welcome gift, a newsletter."""
