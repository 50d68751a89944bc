// ONNX Runtime as a peer of benchmarks/compare: node onnxruntime.js FILE.onnx BATCH,C,H,W THREADS; prints one JSON object.
const runtime = require('onnxruntime-node');
(async () => {
  const [file, shape, threads] = process.argv.slice(2);
  const dims = shape.split(',').map(Number);
  const session = await runtime.InferenceSession.create(file, { intraOpNumThreads: Number(threads), graphOptimizationLevel: 'all' });
  const values = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => Math.random() * 2 - 1);
  const feed = { x: new runtime.Tensor('float32', values, dims) };
  await session.run(feed);
  await session.run(feed);
  const times = [];
  const start = process.hrtime.bigint();
  while (Number(process.hrtime.bigint() - start) < 1e9 || times.length < 5) {
    const before = process.hrtime.bigint();
    await session.run(feed);
    times.push(Number(process.hrtime.bigint() - before) / 1e6);
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({
    ms: times[times.length >> 1], version: 'ONNX Runtime ' + require('onnxruntime-node/package.json').version,
    peak_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  }));
})();
