"""The desk: the record in the browser, live; its HTTP API, its feeds.

`app.application` is the whole of it as one ASGI application; `serving.serve` runs it.
"""
