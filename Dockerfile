# The image of all three services; the command says which. Pin the base by digest when you build for production:
#   docker build --build-arg NODE_IMAGE=node:24-slim@sha256:… .
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY exports exports
RUN node scripts/build.mjs
RUN npm prune --omit=dev --ignore-scripts
RUN mkdir archive folders

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Folders that volumes are mounted on: a new volume takes their owner.
COPY --from=build --chown=node:node /app/archive /archive
COPY --from=build --chown=node:node /app/folders /folders
ENV ARCHIVE_DIR=/archive FOLDERS_DIR=/folders HEARTBEAT_DIR=/tmp/heartbeat
USER node
# Healthy while the loop that takes jobs keeps writing its heartbeat; the board answers for itself (docker-compose.yml).
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["node", "dist/src/cli.js", "health"]
CMD ["node", "dist/src/cli.js", "worker"]
