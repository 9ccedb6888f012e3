# One image for web, worker and clock. Development servers and tests stay out (.dockerignore).
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /porchlight
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock
COPY . .
# Words, fonts and files with hashed names; nothing here needs a secret or a database.
RUN DEBUG=1 STATIC_MANIFEST=1 python -m config.prepare files

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /porchlight porchlight
COPY --from=build /venv /venv
COPY --from=build /porchlight /porchlight
WORKDIR /porchlight
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
USER porchlight
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/healthz', timeout=4)"]
ENTRYPOINT ["docker/start"]
CMD ["web"]
