"""Families of machines with a cable or a battery: kitchen, laundry, cleaning, sight and sound."""
