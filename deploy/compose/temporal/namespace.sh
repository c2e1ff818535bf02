#!/bin/sh
# Makes the namespace of Penstock, if it is not there.
set -eu
temporal operator namespace describe --namespace penstock >/dev/null 2>&1 ||
  temporal operator namespace create --namespace penstock --retention 7d
