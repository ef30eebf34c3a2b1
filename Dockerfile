ARG NODE_IMAGE=node:22.23.3-slim

FROM ${NODE_IMAGE} AS web
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY stubs ./stubs
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY web ./web
RUN npm run build:web

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY stubs ./stubs
# Such as "tesseract.js@7 @tesseract.js-data/eng@1", for OCR=on.
ARG OCR_PACKAGES=""
RUN npm ci --omit=dev --no-audit --no-fund \
  && if [ -n "$OCR_PACKAGES" ]; then npm install --omit=dev --no-audit --no-fund $OCR_PACKAGES; fi
COPY scripts/trim.js ./scripts/trim.js
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
# What built Carrel is not needed to run it.
RUN npm run build:server && npm run trim && rm -rf node_modules/typescript node_modules/@typescript node_modules/@types

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node -m 0700 /data
COPY package.json LICENSE ./
COPY weights ./weights
COPY stubs ./stubs
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=web /app/dist/web ./dist/web
USER node
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# A small young generation: some 80 MiB less, at no cost that could be measured.
CMD ["node", "--max-semi-space-size=4", "dist/main.js"]
