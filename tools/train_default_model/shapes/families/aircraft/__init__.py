"""What flies: aeroplanes, rotorcraft, balloons, spacecraft."""
