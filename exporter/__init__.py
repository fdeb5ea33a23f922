"""Turns folders of news articles into datasets people can trust."""
