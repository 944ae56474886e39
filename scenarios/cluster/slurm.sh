#!/bin/bash
# A sweep on the machines of a Slurm cluster, one shard a task of a job array:
#   sbatch --array=1-8 slurm.sh mine.json --vary 'nodes.redis.capacity=1000..100000:log:20' --seeds 20
# and when all have ended, in the same folder:
#   stalemate merge shard-*.db -o whole.db && stalemate report whole.db -o map.html
# A task that is killed or requeued goes on where it was. The folder is one that all machines see.
#SBATCH --job-name=stalemate
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail
if [ "${SLURM_ARRAY_TASK_MIN:-1}" != 1 ] || [ "${SLURM_ARRAY_TASK_STEP:-1}" != 1 ]; then
  echo "slurm.sh: number the tasks from 1: sbatch --array=1-N" >&2
  exit 2
fi
exec stalemate run "$@" --quiet --jobs "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" -o "shard-$SLURM_ARRAY_TASK_ID.db" --resume
