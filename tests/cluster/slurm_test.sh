#!/bin/bash
# A sweep by scenarios/cluster/slurm.sh on a real Slurm: two virtual nodes of this machine, in a folder of their own.
# Promise: the shards merge into the store that one process makes; a task that is killed and requeued goes on.
# Usage: slurm_test.sh PROGRAM SCRIPT. Without Slurm it says SKIPPED.
set -euo pipefail
program=$1 script=$2
for tool in slurmctld slurmd munged sbatch sqlite3; do
  command -v "$tool" > /dev/null || { echo "SKIPPED: there is no $tool (.ci/setup --slurm)"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo "SKIPPED: virtual nodes need the rights of root"; exit 0; }

folder=$(mktemp -d)
host=$(hostname -s)
stop() {
  for pid in "$folder"/*.pid; do [ -e "$pid" ] && kill "$(cat "$pid")" 2> /dev/null; done
  sleep 1
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
mkdir state spool.one spool.two log bin
ln -s "$program" bin/stalemate
head -c 1024 /dev/urandom > munge.key
chmod 400 munge.key
chmod 755 .
cat > slurm.conf <<END
ClusterName=two
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool.%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.%n.pid
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/%n
SlurmUser=root
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=0
MailProg=/bin/true
ReturnToService=2
JobRequeue=1
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=1
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=1
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$folder/slurm.conf
munged --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" --pid-file="$folder/munge.pid" \
  --log-file="$folder/log/munge" --seed-file="$folder/munge.seed"
slurmctld -c -f "$SLURM_CONF"
for node in one two; do slurmd -N $node -f "$SLURM_CONF"; done
for _ in $(seq 30); do [ "$(sinfo -h -t idle -o %D)" = 2 ] && break || sleep 1; done
[ "$(sinfo -h -t idle -o %D)" = 2 ] || { tail -n 20 log/slurmctld; echo "FAILED: the nodes are not there"; exit 1; }

export PATH=$folder/bin:$PATH
sweep=(lost-delete --vary 'strategies."ttl only".price.expiry=1s..60s:log:6' --seeds 2 --no-baseline)
stalemate run "${sweep[@]}" --quiet -o whole.db > /dev/null
job=$(sbatch --parsable --array=1-4 "$script" "${sweep[@]}")
for _ in $(seq 100); do [ -e shard-1.db ] && break || sleep 0.1; done
scontrol requeue "${job}_1"  # killed on the way, and begun again
for _ in $(seq 300); do [ -z "$(squeue -h -j "$job")" ] && break || sleep 1; done
[ -z "$(squeue -h -j "$job")" ] || { squeue; cat slurm-*.out; echo "FAILED: the tasks did not end"; exit 1; }
stalemate merge shard-*.db -o merged.db
for store in whole merged; do sqlite3 $store.db "VACUUM INTO '$store.vacuumed'"; done
cmp whole.vacuumed merged.vacuumed || { cat slurm-*.out; echo "FAILED: the stores differ"; exit 1; }
nodes=$(grep -h -o "Launching batch job" log/one log/two | wc -l)
echo "four shards on two nodes ($nodes launches, one of them requeued) are the store of one process"
