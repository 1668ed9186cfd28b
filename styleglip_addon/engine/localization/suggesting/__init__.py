"""What an object is, and which parts it probably has, without anybody naming them."""
