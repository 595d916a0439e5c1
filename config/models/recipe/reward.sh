#!/usr/bin/env bash
# Labels chains of the arithmetic model, trains its reward model, exports and measures it. About 50 minutes of one core.
set -euo pipefail
cd "$(dirname "$0")"
python=/usr/bin/python3
$python -c 'import torch, onnx' || { echo "needs: apt-get install python3-torch libopenblas0-pthread python3-onnx"; exit 1; }
work=${WORK:-../../../artifacts/training}
mkdir -p "$work"
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
$python label.py ../arithmetic "$work/labels.jsonl" --minutes "${LABEL_MINUTES:-13}" --seed 7
$python rehearse_reward.py ../arithmetic "$work/labels.jsonl" "$work/rehearsed.pt" --minutes "${REHEARSE_MINUTES:-30}" --seed 3
$python train_reward.py "$work/rehearsed.pt" "$work/labels.jsonl" "$work/reward.pt" --minutes "${MINUTES:-3}" --seed 5
$python export_reward.py ../arithmetic-reward "$work/reward.pt" --golden ../../../tests/ReasonOps.Inference.Tests/Scoring/golden.jsonl
$python measure_reward.py ../arithmetic "$work/reward.pt"
