"""One small reader a format: each recognises its tables and says what they hold."""
