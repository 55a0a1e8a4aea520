# Two stages: the first installs and converts the model, the second only runs.
# Build with `docker build -t briefing-qa .`

FROM python:3.11-slim-bookworm AS build

# A further package index for pip, for instance one that carries CPU-only builds of torch. Without
# it pip uses its own default, whose torch may bring gigabytes of GPU libraries along.
ARG PIP_EXTRA_INDEX_URL=""
# Extras of the package to have as well, parted by commas: llm, mcp, otel, eval.
ARG EXTRAS=""
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PATH=/opt/venv/bin:$PATH
RUN python -m venv /opt/venv
WORKDIR /src

# The libraries first: they change less often than the code, so their layer is reused.
COPY constraints.txt pyproject.toml ./
RUN python -c "import sys, tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*p['dependencies'], *(need for extra in sys.argv[1].split(',') if extra for need in p['optional-dependencies'][extra]), sep='\n')" "$EXTRAS" > requirements.txt \
 && pip install --constraint constraints.txt --requirement requirements.txt

COPY LICENSE README.md ./
COPY ingest ingest
COPY index index
COPY service service
COPY eval eval
RUN pip install --no-deps .

# The converted model and what is measured of it are part of the image: a container starts without
# a network and without either, and its cache may be read-only.
RUN python -c "from pathlib import Path; from index.alignment import align; from index.embedder import open_embedder; cache = Path('/opt/cache'); align(open_embedder('bundled', cache), cache / 'alignment')" \
 && chmod -R a+rX /opt/cache


FROM python:3.11-slim-bookworm

COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/cache /opt/cache
# /tmp is the only place a library may want to write to; it is a tmpfs in compose.yaml.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BRIEFING_DATA_DIR=/data \
    BRIEFING_CACHE_DIR=/opt/cache \
    BRIEFING_LOG_FORMAT=json
# A number and not a name, so that an orchestrator can tell that it is not root.
RUN install --directory --owner=10001 --group=10001 /data
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8000

# Ready means that the database, the index and the model are there. Loading takes some seconds.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]

CMD ["briefing", "serve", "--host", "0.0.0.0", "--port", "8000"]
