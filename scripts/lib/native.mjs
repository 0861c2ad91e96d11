// onnxruntime-node's native files: which platform needs which of them, and how they come into dist/native/PLATFORM.
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * The files of each platform that onnxruntime-node ships for (macOS on Intel is not among them). Its folders hold more:
 * a second copy of the library on macOS, and on Windows the DirectX files of GPU providers, which onnxruntime.dll
 * loads only when such a provider is asked for.
 * @type {Record<string, string[]>}
 */
export const NATIVE_FILES = {
  'linux-x64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'linux-arm64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'win32-x64': ['onnxruntime_binding.node', 'onnxruntime.dll'],
  'win32-arm64': ['onnxruntime_binding.node', 'onnxruntime.dll'],
};

const shipped = () => inRoot('node_modules/onnxruntime-node/bin/napi-v6');

/** Fails when onnxruntime-node ships for other platforms than the table above says. */
export async function checkPlatforms() {
  const found = [];
  for (const platform of await readdir(shipped())) {
    for (const arch of await readdir(path.join(shipped(), platform))) found.push(`${platform}-${arch}`);
  }
  const listed = Object.keys(NATIVE_FILES).sort().join(', ');
  if (found.sort().join(', ') !== listed) {
    throw new Error(`onnxruntime-node ships for ${found.join(', ')}, scripts/lib/native.mjs lists ${listed}`);
  }
}

/**
 * Brings one platform's native files to dist/native/TARGET; files that are already there stay as they are.
 * @param {string} target a key of NATIVE_FILES
 */
export async function copyNative(target) {
  const files = NATIVE_FILES[target];
  if (files === undefined) throw new Error(`onnxruntime-node has no binaries for ${target}`);
  const from = path.join(shipped(), ...target.split('-'));
  const to = inRoot('dist/native', target);
  await mkdir(to, { recursive: true });
  for (const file of files) {
    const source = await stat(path.join(from, file));
    const copy = await stat(path.join(to, file)).catch(() => undefined);
    if (copy !== undefined && copy.size === source.size && copy.mtimeMs >= source.mtimeMs) continue;
    // Renamed into place, because a running engine may hold the old file.
    const unfinished = path.join(to, `${file}.${process.pid}`);
    await copyFile(path.join(from, file), unfinished);
    await rename(unfinished, path.join(to, file)).finally(() => rm(unfinished, { force: true }));
  }
}
