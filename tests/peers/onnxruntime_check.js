// Holds a model's outputs against ONNX Runtime: node onnxruntime_check.js MODEL.onnx INPUT.npy OUTPUT.npy
// (npm install --ignore-scripts onnxruntime-node, in a folder that NODE_PATH names). Exit code 1 if they differ by more than 1e-4.
const fs = require('fs'), ort = require('onnxruntime-node');

function read(path) {
  const bytes = fs.readFileSync(path), start = bytes[6] === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(bytes.toString('latin1', 0, start))[1].split(',').filter(s => s.trim()).map(Number);
  return new ort.Tensor('float32', new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)), shape);
}

(async () => {
  const [model, input, output] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(model);
  const theirs = (await session.run({ [session.inputNames[0]]: read(input) }))[session.outputNames[0]], ours = read(output);
  if (theirs.dims.join() !== ours.dims.join()) throw new Error(`shapes differ: ${theirs.dims} and ${ours.dims}`);
  let worst = 0;
  for (let i = 0; i < ours.data.length; i++) worst = Math.max(worst, Math.abs(ours.data[i] - theirs.data[i]) / Math.max(1, Math.abs(theirs.data[i])));
  console.log(`largest difference ${worst}`);
  process.exit(worst <= 1e-4 ? 0 : 1);
})();
