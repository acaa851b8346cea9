# The commands of this project. Each finds a JDK 25 by itself; JAVA_HOME, where set to one, wins.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MVN := bin/with-jdk mvn -B -q -ntp -Dstyle.color=never

.PHONY: help demo test format crds image e2e bench faults soak quiet mutation clean

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: ## a database and a file share, backed up for three days, proven, lost and restored; KEEP=1 leaves it running
	@bin/demo

test: ## format, every unit test, and the tests against real servers that this machine has
	@bin/prerequisites test
	@bin/test

format: ## format the Java sources and sort the POMs
	@$(MVN) spotless:apply

crds: ## generate crds/ and docs/reference/ anew from the Java records
	@$(MVN) -pl operator/api -am -DskipTests -Pgenerate process-test-classes

image: ## the image of operator and workers, with docker, podman or buildah; BASE=image says what it is built on
	@bin/image

e2e: ## image and chart on a real node, with what goes wrong there; as root, on Debian
	@e2e/run

bench: ## measure against stock restic; figures go to target/bench/; QUICK=1 takes a tenth
	@bin/prerequisites bench
	@bin/bench

faults: ## kill and cut everything at random moments; SEEDS=50 says how many new ones
	@bin/prerequisites test
	@bin/test -pl operator/app -am -Dit.test='*FaultIT' -DskipUnitTests -Dfailsafe.failIfNoSpecifiedTests=false -Dsalvaguarda.seeds=$(or $(SEEDS),50)

soak: ## every random test with 200 fresh seeds; SEEDS=50 says how many
	@bin/prerequisites test
	@bin/test -Dit.groups=random -Dsalvaguarda.seeds=$(or $(SEEDS),200)

quiet: ## five minutes of applying everything again and again while runs go on, and no difference; SECONDS=900 says how long
	@bin/prerequisites test
	@bin/test -pl operator/app -am -Dit.test=QuietClusterIT -DskipUnitTests -Dfailsafe.failIfNoSpecifiedTests=false -Dsalvaguarda.quiet.seconds=$(or $(SECONDS),300)

mutation: ## how many of thousands of small mistakes the unit tests notice, by package
	@bin/prerequisites build
	@bin/mutation

clean: ## remove what was built here; caches in the home directory stay
	@$(MVN) clean
