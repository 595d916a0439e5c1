#!/usr/bin/env bash
# One round of expert iteration: problems, rollouts that a verifier checked, and the arithmetic model trained on those that were right. Then 2,000 problems that no
# training saw, drawn by both models. About 20 minutes on two cores; the shipped model stays as it is.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python=/usr/bin/python3 recipe=config/models/recipe work=artifacts/expert
reasonops() { dotnet src/ReasonOps.Cli/bin/Release/net10.0/reasonops.dll "$@"; }
$python -c 'import torch, onnx' || { echo "needs: apt-get install python3-torch libopenblas0-pthread python3-onnx"; exit 1; }
mkdir -p "$work"
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
$python $recipe/problems.py 3000 4,5,6 training > "$work/problems.jsonl"
reasonops rollout -f config/samples/local/expert-rollouts.yaml
$python $recipe/finetune.py "$work/dataset" "$work/models/arithmetic"
reasonops rollout -f config/samples/local/demo-rollouts.yaml --out "$work/before"
reasonops rollout -f config/samples/local/demo-rollouts.yaml --out "$work/after" --models "$work/models"
$python $recipe/compare.py "$work/before" "$work/after"
