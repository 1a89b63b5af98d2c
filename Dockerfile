# One image with everything: the Grafana plugin is built first, so that the wheel carries it.
FROM node:22-bookworm-slim AS plugin
WORKDIR /src/grafana-plugin
COPY grafana-plugin/package.json grafana-plugin/package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY LICENSE /src/
COPY grafana-plugin ./
RUN npm run build

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml setup.cfg setup.py README.md LICENSE ./
COPY backend backend
COPY --from=plugin /src/grafana-plugin/dist grafana-plugin/dist
RUN python -m venv /opt/barograph && /opt/barograph/bin/pip install --no-cache-dir '.[scale]'

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10427 --create-home --home-dir /var/lib/barograph barograph
COPY --from=build /opt/barograph /opt/barograph
ENV PATH=/opt/barograph/bin:$PATH \
    BAROGRAPH_WEB_HOST=0.0.0.0 \
    BAROGRAPH_STATE_DIR=/var/lib/barograph \
    BAROGRAPH_PROVISIONING_DIR=/etc/barograph/provisioning
# By its number, so that Kubernetes can see that it is not root.
USER 10427
VOLUME /var/lib/barograph
EXPOSE 8427
HEALTHCHECK --interval=15s --timeout=3s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8427/alive', timeout=2)"]
ENTRYPOINT ["barograph"]
CMD ["serve"]
