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

RUN mkdir data keys && chmod 700 data keys && chown node:node data keys
USER node
VOLUME ["/countersign/data", "/countersign/keys"]
EXPOSE 3000

# Alive, not ready: a server whose database is away must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/countersign.js", "serve"]
