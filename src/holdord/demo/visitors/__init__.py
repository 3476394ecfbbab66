"""Check-in for visitors: run for customers, whose own database decides who is remembered."""
