# syntax=docker/dockerfile:1
# Build: docker build --tag factcheck .
# Run:   docker run --rm --publish 127.0.0.1:8000:8000 --env FACTCHECK_AUTH=off factcheck

FROM python:3.12-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --constraint requirements.lock --requirement requirements.lock
COPY LICENSE README.md pyproject.toml ./
COPY service ./service
COPY schemas ./schemas
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q service schemas

FROM python:3.12-slim-bookworm
# The user has no home and no shell; only /data belongs to it.
RUN groupadd --system --gid 10001 factcheck \
    && useradd --system --uid 10001 --gid factcheck --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin factcheck \
    && install --directory --owner factcheck --group factcheck /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY seeds /app/seeds
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ORT_DISABLE_TELEMETRY=1 \
    FACTCHECK_BIND=0.0.0.0:8000 \
    FACTCHECK_DATABASE_URL=sqlite:////data/factcheck.db
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["factcheck"]
CMD ["serve"]
