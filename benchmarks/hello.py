"""The least that a Flask view can do, to be served beside ours: `gunicorn benchmarks.hello:app`."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Greet."""
    return "Hello, world!"
