// Holds models' outputs against ONNX Runtime: node onnxruntime_check.js FOLDER [TOLERANCE]
// TOLERANCE is in units of the largest output (default 1e-5).
// FOLDER holds a folder a case, with model.onnx, input_0.npy, … and output_0.npy, … in the model's order. A line a case; exit code 1 if one differs.
// (npm install --ignore-scripts onnxruntime-node, in a folder that NODE_PATH names.)
const fs = require('fs'), path = require('path'), ort = require('onnxruntime-node');

function read(file) {
  const bytes = fs.readFileSync(file), start = bytes[6] === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(bytes.toString('latin1', 0, start))[1].split(',').filter(s => s.trim()).map(Number);
  return new ort.Tensor('float32', new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)), shape);
}

// The largest difference, in units of the largest output.
function difference(ours, theirs) {
  if (theirs.dims.join() !== ours.dims.join()) throw new Error(`shapes differ: ${theirs.dims} there and ${ours.dims} here`);
  let scale = 1e-30, worst = 0;
  const data = Array.from(theirs.data, Number);
  for (const value of data) scale = Math.max(scale, Math.abs(value));
  for (let i = 0; i < ours.data.length; i++) if (!(Math.abs(ours.data[i] - data[i]) <= worst)) worst = Math.abs(ours.data[i] - data[i]);
  return worst / scale;
}

async function check(folder) {
  const session = await ort.InferenceSession.create(path.join(folder, 'model.onnx'), { logSeverityLevel: 4 });
  const inputs = Object.fromEntries(session.inputNames.map((name, i) => [name, read(path.join(folder, `input_${i}.npy`))]));
  const outputs = await session.run(inputs);
  return Math.max(...session.outputNames.map((name, i) => difference(read(path.join(folder, `output_${i}.npy`)), outputs[name])));
}

(async () => {
  const root = process.argv[2], tolerance = Number(process.argv[3] ?? 1e-5);
  let failed = 0;
  for (const name of fs.readdirSync(root).sort()) {
    let verdict;
    try {
      const worst = await check(path.join(root, name));
      verdict = worst <= tolerance ? `PASS ${name}: ${worst.toExponential(1)}` : `FAIL ${name}: outputs differ by ${worst.toExponential(1)} of the largest`;
    } catch (error) {
      verdict = `FAIL ${name}: ${String(error.message).replace(/\s+/g, ' ').slice(0, 400)}`;
    }
    if (verdict.startsWith('FAIL')) failed++;
    console.log(verdict);
  }
  process.exit(failed ? 1 : 0);
})();
