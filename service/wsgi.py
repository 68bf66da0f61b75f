"""The application as a WSGI server loads it; importing this module builds it."""

from service.app import create_app
from service.config import load_settings
from service.logs import configure_logs

settings = load_settings()
configure_logs(settings.log_level)
app = create_app(settings)
