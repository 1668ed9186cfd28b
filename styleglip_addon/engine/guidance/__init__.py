"""What guides a style: the terms of the loss, each judging the pictures or the fields of one step."""
