# The site without a database: DATABASE_URL names one. See docker-compose.yml.
FROM python:3.11-slim-bookworm AS built
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY manage.py ./
COPY flashcards flashcards
COPY decks decks
COPY templates templates
COPY static static
ENV PATH=/app/.venv/bin:$PATH STATIC_ROOT=/app/collected
# No secret is needed to collect static files, and none stays behind.
RUN FLASHCARDS_MODE=local FLASHCARDS_VAR=/tmp/var python -m flashcards.collect \
 && rm -r /tmp/var

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin flashcards
# A volume that is mounted here belongs to its user from the start.
RUN install --directory --owner=flashcards --mode=700 /backups
WORKDIR /app
COPY --from=built /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FLASHCARDS_MODE=production \
    STATIC_ROOT=/app/collected \
    HOST=0.0.0.0
USER flashcards
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=3 \
    CMD ["python", "-m", "flashcards.probe"]
CMD ["python", "-m", "flashcards.serve"]
