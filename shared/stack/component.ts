// What a component of the local stack is: what is downloaded for it, how that becomes a folder, and where the folder lies.
import type { ComponentName } from './server-name.js';
import type { ToolName } from './tools.js';

/** What a component may use while it is made. All paths are absolute and lie in a stage that is thrown away on failure. */
export interface ComponentStage {
  /** Empty; the component puts exactly the files with pinned hashes here. */
  readonly download: string;
  /** Empty; becomes the component's folder by one rename. */
  readonly content: string;
  readonly scratch: string;
  readonly tool: (name: ToolName) => string;
  /** Runs a program and throws STACK_DOWNLOAD_FAILED if it fails; its output goes to the component's fetch log. */
  readonly run: (program: string, args: readonly string[], onOutput?: (text: string) => void) => Promise<void>;
  /** Tells how many bytes have come in, where the size of the stage does not show it. */
  readonly onBytes: (bytes: number) => void;
}

export interface Component {
  readonly name: ComponentName;
  /** Folder under `components`; holds the version, so that a new version is fetched beside the old one. */
  readonly folder: string;
  readonly tools: readonly ToolName[];
  download(stage: ComponentStage): Promise<void>;
  unpack(stage: ComponentStage): Promise<void>;
}
