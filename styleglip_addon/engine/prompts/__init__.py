"""The prompt language: English sentences and lists to parts with their styles, and parts back to a prompt.

`reading.read_prompt` is the way in, `writing.format_prompt` the way out.
"""
