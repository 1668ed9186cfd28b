"""Background jobs: a thread and a mailbox of messages for each, a timer that reads it, one driver for all of them."""
