// Runs the wasm given and prints "name SHA-256" for each output it left in memory between the marks.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
const code = instance.exports.main(0, 0);
if (code !== 0) throw new Error(`the wasm ended with ${code}`);
const memory = Buffer.from(instance.exports.memory.buffer).toString("latin1");
// The marks also stand alone among the program's constants; the output is what is longest between them.
const found = [...memory.matchAll(/<<<parity\n([ -;=?-~\n]+)>>>/g)].map((match) => match[1]).sort((a, b) => b.length - a.length);
if (found.length === 0) throw new Error("no output found in the wasm's memory");
for (const line of found[0].trim().split("\n")) {
  const at = line.lastIndexOf(" ");
  const bytes = Buffer.from(line.slice(at + 1), "hex");
  console.log(`${line.slice(0, at)} ${createHash("sha256").update(bytes).digest("hex")}`);
}
