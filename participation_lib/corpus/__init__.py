"""What people said: reading, privacy, statuses, cutting into ideas."""
