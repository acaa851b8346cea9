# The image of operator and workers; docs/reference/image.md says what it must offer. "make image"
# lays out the build context (jre, quarkus-app, agent, caches, restic, launcher) and builds it.
ARG BASE=debian:bookworm-slim
FROM ${BASE}

# Which servers and clients: the distribution's own, or a list such as "postgresql-16 postgresql-17"
# where the base image knows a source of more.
ARG POSTGRESQL=postgresql

# Left out: manuals, texts of other languages, and PostgreSQL's compiler, which is loaded where it is
# there and missed by nobody. No cluster is made at installation: a restore makes its own.
RUN set -eu; \
    printf '%s\n' 'path-exclude=/usr/share/doc/*' 'path-include=/usr/share/doc/*/copyright' \
      'path-exclude=/usr/share/man/*' 'path-exclude=/usr/share/locale/*' 'path-exclude=/usr/share/info/*' \
      'path-exclude=/usr/lib/*/libLLVM*' 'path-exclude=/usr/lib/postgresql/*/llvmjit*' \
      'path-exclude=/usr/lib/postgresql/*/lib/llvmjit*' 'path-exclude=/usr/lib/postgresql/*/lib/bitcode/*' \
      > /etc/dpkg/dpkg.cfg.d/salvaguarda; \
    export DEBIAN_FRONTEND=noninteractive; \
    apt-get update -q; \
    apt-get upgrade -y -q; \
    apt-get install -y -q --no-install-recommends postgresql-common; \
    sed -i 's/^#* *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf; \
    apt-get install -y -q --no-install-recommends ${POSTGRESQL} \
      mariadb-client mariadb-server-core openssh-client libssl3 tzdata ca-certificates; \
    apt-get clean; \
    rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt; \
    newest=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1); \
    for program in pg_dump pg_dumpall psql; do ln -s "$newest/$program" "/usr/local/bin/$program"; done; \
    groupadd --gid 65532 salvaguarda; \
    useradd --uid 65532 --gid 65532 --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin salvaguarda; \
    mkdir -p /opt/salvaguarda/sbom; \
    dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\n' > /opt/salvaguarda/sbom/debian.tsv

COPY bin/restic /usr/local/bin/
COPY jre /opt/salvaguarda/jre
COPY quarkus-app /opt/salvaguarda/quarkus-app
COPY agent /opt/salvaguarda/agent
COPY bin/salvaguarda bin/salvaguarda-source /usr/local/bin/
COPY operator.aot operator.args agent.args /opt/salvaguarda/
COPY sbom /opt/salvaguarda/sbom

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Salvaguarda" \
      org.opencontainers.image.description="Backs up, proves that the backup restores, and tells people: operator and workers." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

ENV LANG=C.UTF-8 JAVA_HOME=/opt/salvaguarda/jre
USER 65532:65532
WORKDIR /
ENTRYPOINT ["/usr/local/bin/salvaguarda"]
