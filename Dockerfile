# syntax=docker/dockerfile:1
#   docker build -t reasonops:0.1.0 .
#   docker build -t reasonops-verifier:0.1.0 --target verifier .
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example/reasonops:0.1.0 --push .

# ONNX Runtime's C# sources and native library are on npm.
FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM packages AS native-amd64
RUN install -D -t /native node_modules/com.github.asus4.onnxruntime/Plugins/Linux/x64/libonnxruntime.so

# That package has no Linux library for arm64; the same release's is in Microsoft's package for Node.js.
FROM packages AS native-arm64
ARG ONNXRUNTIME_ARM64_SHA256=a27d21126db312aa8f02f3d5eaebe466e991f51f469882e6d0407d5a8b64afda
RUN npm pack onnxruntime-node@1.29.0 \
    && mkdir /native \
    && tar -xzOf onnxruntime-node-1.29.0.tgz package/bin/napi-v6/linux/arm64/libonnxruntime.so.1 > /native/libonnxruntime.so \
    && rm onnxruntime-node-1.29.0.tgz \
    && echo "$ONNXRUNTIME_ARM64_SHA256  /native/libonnxruntime.so" | sha256sum --check

# hadolint ignore=DL3006
FROM native-$TARGETARCH AS native

# Portable IL, compiled once on the machine that builds: only the native library differs between architectures.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY config/models config/models
COPY --from=packages /packages/node_modules node_modules
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/ReasonOps.Cli -c Release -o /publish -p:UseAppHost=false -p:RunAnalyzers=false -p:RestoreLockedMode=true -p:BuildLauncher=false

# What verifiers start programs with: C, for the architecture of the image.
# hadolint ignore=DL3008
FROM debian:bookworm-slim AS launcher
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libseccomp-dev make && rm -rf /var/lib/apt/lists/*
COPY src/ReasonOps.Sandbox/Launcher /launcher
RUN make -C /launcher OUT=/sandbox

FROM node:20-bookworm-slim AS node

# Verifiers run programs, so what these are compiled and run with is in their image: Python, JavaScript, C, C++, Bash, Coq.
# hadolint ignore=DL3008
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS verifier
LABEL org.opencontainers.image.title="reasonops-verifier" \
      org.opencontainers.image.description="Decides what is right: answers compared by meaning, untrusted code run against tests, proofs checked" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap python3 gcc g++ libc6-dev coq \
    && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local/bin/node /usr/bin/node
WORKDIR /app
COPY --from=build /publish ./
COPY --from=native /native/libonnxruntime.so ./
COPY --from=launcher /sandbox ./sandbox
ENV DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS=
USER 1654:1654
ENTRYPOINT ["dotnet", "/app/reasonops.dll"]

# Chiseled: no shell, no package manager.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS reasonops
LABEL org.opencontainers.image.title="reasonops" \
      org.opencontainers.image.description="Serves reasoning models on Kubernetes: votes, budgets and tenants in front of inference engines" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=build /publish ./
COPY --from=native /native/libonnxruntime.so ./
# Nothing is written beside the program: it runs with a read-only root.
ENV DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS=
# As a number, so that Kubernetes can see that it is not root.
USER 1654:1654
ENTRYPOINT ["dotnet", "/app/reasonops.dll"]
