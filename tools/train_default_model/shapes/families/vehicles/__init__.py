"""What drives on land: cars, working vehicles, trains, two-wheelers."""
