# The atlas on port 8501, as a user without rights; imports, indexes and names of your own lie on the volume /data.
#   docker build -t faultline .
#   docker run -p 127.0.0.1:8501:8501 -v faultline:/data faultline
# Another table:  -v "$PWD:/tables:ro" -e INCIDENTS=/tables/mine.parquet     Several users:  -e SHARED=1
FROM python:3.11-slim AS build
WORKDIR /source
# The libraries first: they change less often than the code.
COPY requirements.txt .
RUN python -m venv /opt/faultline \
    && /opt/faultline/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN /opt/faultline/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim
# For WORKERS=2 and more.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends haproxy && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 1000 --create-home faultline && install --directory --owner=faultline --group=faultline /data
COPY --from=build /opt/faultline /opt/faultline
USER faultline
WORKDIR /data
# 0.0.0.0: a container is reached from outside itself; which addresses of the host lead here is said by `-p`.
# Who reaches it is let in; see docs/deploy.md for a server that asks who they are.
ENV ACCESS=open ADDRESS=0.0.0.0 PORT=8501 WORKSPACE=/data/workspace GAZETTEER=/data/gazetteer PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
    CMD ["/opt/faultline/bin/python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/_stcore/health', timeout=4)"]
CMD ["/opt/faultline/bin/faultline", "serve"]
