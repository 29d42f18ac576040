FROM node:26-slim
WORKDIR /countersign
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/countersign/data KEYS_DIR=/countersign/keys

# The optional packages bring a Node of their own; this image has one.
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts

COPY bin ./bin
COPY migrations ./migrations
COPY views ./views
COPY src ./src

RUN mkdir -p data keys node_modules/.cache && chmod 700 data keys && chown node:node data keys node_modules/.cache
USER node
# Else every start of every container would compile the same again.
RUN node bin/compile.js
VOLUME ["/countersign/data", "/countersign/keys"]
EXPOSE 3000

# Alive, not ready: a server whose database is away must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Garbage of requests is swept sooner: 35 MB less under load, for no CPU that could be measured (bench/scale).
CMD ["node", "--max-semi-space-size=8", "bin/countersign.js", "serve"]
