"""One background job: a thread, a mailbox of messages, cancel, pause, and a timer that reads the mailbox."""
