// Brings the components onto this machine: each is staged apart, verified, and appears by one rename, so that an
// interruption (kill -9 included) never leaves half a component and a finished one is never fetched again.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { type FileHashes, pinnedHashes, verifyFolder } from './checksums.js';
import type { Component, ComponentStage } from './component.js';
import { exclusively } from './exclusive.js';
import { folderBytes } from './folder-bytes.js';
import type { RunCommand } from './run-command.js';
import type { ComponentName } from './server-name.js';
import type { FetchPhase, OnProgress } from './stack-progress.js';
import { findTools, type ToolName } from './tools.js';

export interface FetchOptions {
  /** Folder that holds one folder per component. */
  readonly folder: string;
  readonly components: readonly Component[];
  readonly onProgress: OnProgress;
  readonly run: RunCommand;
  /** Default: the committed hashes. */
  readonly hashes?: Readonly<Partial<Record<ComponentName, FileHashes>>>;
}

const REPORT_EVERY_MS = 500;
const STAGE_PREFIX = '.fetching-';
/** The stage is thrown away by the next run, but a wrong file would come again from there. */
const MAVEN_KEEPS = { alsoKeptIn: "Maven's local repository" } as const;

/**
 * Fetches what is missing, nothing if all is there.
 * @throws FulfilmentError STACK_TOOL_MISSING, STACK_DOWNLOAD_FAILED or STACK_CHECKSUM_MISMATCH
 */
export async function fetchComponents(options: FetchOptions): Promise<void> {
  if (missingComponents(options).length === 0) return;
  await mkdir(options.folder, { recursive: true });
  const waiting = (): void =>
    options.onProgress({ kind: 'note', text: 'Another process is fetching the components: waiting for it …' });
  await exclusively(`fetch ${options.folder}`, async () => await fetchMissing(options), waiting);
}

/** The components that are not in the folder yet. */
function missingComponents(options: Pick<FetchOptions, 'folder' | 'components'>): readonly Component[] {
  return options.components.filter((component) => !existsSync(join(options.folder, component.folder)));
}

async function fetchMissing(options: FetchOptions): Promise<void> {
  const missing = missingComponents(options);
  const tools = await findTools([...new Set(missing.flatMap((component) => component.tools))], options.run);
  await removeStages(options.folder);
  const hashes = options.hashes ?? (await pinnedHashes());
  // What shares a tool goes one after another (two Mavens would write into one local repository); the rest side by side.
  const queues = new Map<string, Component[]>();
  for (const component of missing) {
    const tool = component.tools[0] ?? component.name;
    queues.set(tool, [...(queues.get(tool) ?? []), component]);
  }
  const settled = await Promise.allSettled(
    [...queues.values()].map(async (queue) => {
      for (const component of queue) await fetchOne(component, tools, hashes[component.name] ?? {}, options);
    }),
  );
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function fetchOne(
  component: Component,
  tools: Readonly<Record<ToolName, string>>,
  hashes: FileHashes,
  options: FetchOptions,
): Promise<void> {
  const started = performance.now();
  // The process id keeps apart what an orphaned pip or Maven of a killed run may still be writing.
  const stageFolder = join(options.folder, `${STAGE_PREFIX}${component.name}-${process.pid}`);
  const download = join(stageFolder, 'download');
  const content = join(stageFolder, 'content');
  const scratch = join(stageFolder, 'scratch');
  for (const folder of [download, content, scratch]) await mkdir(folder, { recursive: true });

  let told = 0;
  let phase: FetchPhase = 'download';
  let bytes = 0;
  const report = (): void =>
    options.onProgress({
      kind: 'fetch',
      component: component.name,
      phase,
      bytes,
      elapsedMs: performance.now() - started,
    });
  const timer = setInterval(() => {
    void folderBytes(stageFolder).then((staged) => {
      if (phase === 'download') bytes = Math.max(bytes, told, staged);
      if (phase !== 'done') report();
    });
  }, REPORT_EVERY_MS);
  const stage: ComponentStage = {
    download,
    content,
    scratch,
    tool: (name) => tools[name],
    run: async (program, args, onOutput) => await runStep(component, program, args, onOutput, options),
    onBytes: (soFar) => {
      told = soFar;
    },
  };
  const enter = (next: FetchPhase): void => {
    phase = next;
    report();
  };

  try {
    enter('download');
    await component.download(stage);
    bytes = await folderBytes(download);
    enter('verify');
    await verifyFolder(component.name, download, hashes, component.tools.includes('mvn') ? MAVEN_KEEPS : {});
    enter('unpack');
    await component.unpack(stage);
    await rename(content, join(options.folder, component.folder));
    enter('done');
  } finally {
    clearInterval(timer);
  }
  await rm(stageFolder, { recursive: true, force: true });
}

async function runStep(
  component: Component,
  program: string,
  args: readonly string[],
  onOutput: ((text: string) => void) | undefined,
  options: FetchOptions,
): Promise<void> {
  const logFile = join(options.folder, `fetch-${component.name}.log`);
  const result = await options.run(program, args, { logFile, cwd: options.folder, ...(onOutput && { onOutput }) });
  if (result.exitCode === 0) return;
  throw new FulfilmentError('STACK_DOWNLOAD_FAILED', {
    component: component.name,
    says: tellingLine(result.output),
    exitCode: result.exitCode ?? 'none',
    log: logFile,
  });
}

/** The first line that calls itself an error, else the last one. */
function tellingLine(output: string): string {
  const lines = output.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'nothing').trim().slice(0, 300);
}

async function removeStages(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(STAGE_PREFIX)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
