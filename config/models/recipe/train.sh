#!/usr/bin/env bash
# Trains the arithmetic model from nothing, exports it and writes the demo's problems. About two hours on two cores.
set -euo pipefail
cd "$(dirname "$0")"
python=/usr/bin/python3
if ! $python -c 'import torch, onnx, matplotlib' 2>/dev/null; then
  echo "apt-get install python3-torch libopenblas0-pthread python3-onnx python3-matplotlib: train, export, plot"
  apt-get update -q >/dev/null
  # The reference BLAS would make training many times slower.
  apt-get install -y -q python3-torch libopenblas0-pthread python3-onnx python3-matplotlib >/dev/null
fi
work=${WORK:-../../../artifacts/training}
mkdir -p "$work"
# One allocation arena that is never given back: page faults took a quarter of the time.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
$python train.py "$work/model.pt" --minutes "${MINUTES:-110}"
$python export.py ../arithmetic --weights "$work/model.pt"
$python problems.py 200 2,3,4,5,6 > ../arithmetic/problems.jsonl
$python problems.py 2000 2,3,4,5,6 > ../arithmetic/problems-2000.jsonl
echo "measure it: reasonops engine -m config/models/arithmetic & python3 config/models/recipe/measure.py http://127.0.0.1:8000/v1 arithmetic docs/model"
