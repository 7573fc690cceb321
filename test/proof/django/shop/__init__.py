"""The application of the proof's models."""
