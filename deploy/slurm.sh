#!/usr/bin/env bash
# Builds a bundle of very many works on a Slurm cluster: an array of shards, and when all have succeeded, the merge.
#
#   DOCENT=/shared/docent PICTURES=/shared/pictures CATALOG=/shared/catalog.csv OUT=/shared/museum.docent deploy/slurm.sh
#
# submits both jobs. The folders must be seen by all nodes. SHARDS (default 16) is how many parts the work is cut into, WORK
# (default the folder of OUT) where the shards and the cache lie; TITLE and LANGUAGE_TAG (default en) are docent bundle's -title and -lang, CPUS
# (default 2) and MEMORY (default 2G) each job's. A job that is killed goes on where it was when it is submitted again.
set -euo pipefail

DOCENT=${DOCENT:-docent}
SHARDS=${SHARDS:-16}
: "${PICTURES:?the folder with the pictures}" "${OUT:?the bundle to write}"
WORK=${WORK:-$(dirname "$OUT")}
export DOCENT SHARDS PICTURES OUT WORK CATALOG=${CATALOG:-} TITLE=${TITLE:-} LANGUAGE_TAG=${LANGUAGE_TAG:-en}

catalog=()
[ -z "$CATALOG" ] || catalog=(-catalog "$CATALOG")

case ${1:-submit} in
submit)
	mkdir -p "$WORK"
	array=$(sbatch --parsable --array="1-$SHARDS" --cpus-per-task="${CPUS:-2}" --mem="${MEMORY:-2G}" --export=ALL "$0" shard)
	sbatch --dependency="afterok:${array%%;*}" --cpus-per-task="${CPUS:-2}" --mem="${MEMORY:-2G}" --export=ALL "$0" merge
	;;
shard)
	"$DOCENT" bundle -shard "auto/$SHARDS" -images "$PICTURES" "${catalog[@]}" -title "$TITLE" -lang "$LANGUAGE_TAG" \
		-cache "$WORK/cache" -o "$WORK/part-$SLURM_ARRAY_TASK_ID.docent-shard"
	;;
merge)
	parts=()
	for i in $(seq "$SHARDS"); do parts+=("$WORK/part-$i.docent-shard"); done
	"$DOCENT" merge -o "$OUT" "${parts[@]}"
	;;
*)
	echo "slurm.sh: there is no step $1: it is submit, shard or merge" >&2
	exit 2
	;;
esac
