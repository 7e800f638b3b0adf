/**
 * The contract between the Functions worker and `@azure/functions`, as far as the runner speaks it. The real
 * `@azure/functions-core` exists only inside the worker, so its types come with no package.
 */
import type { LogEntry, LogLevel } from "../log.ts";

export type TypedData = {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly http?: HttpRequestData;
};

export type HttpRequestData = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array };
};

export type BindingInfo = {
  readonly type: string;
  readonly direction: string;
  readonly [option: string]: unknown;
};

export type FunctionMetadata = {
  readonly name: string;
  readonly bindings: Readonly<Record<string, BindingInfo>>;
};

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export type RegisteredFunction = { readonly metadata: FunctionMetadata; readonly callback: FunctionCallback };

/** What one run of a function gets: the trigger's value under its binding's name, and the facts about it. */
type InvocationRequest = {
  readonly invocationId: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
};

export type InvocationResponse = { readonly returnValue?: unknown };

export type CoreInvocationContext = {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: FunctionMetadata;
  state?: "preInvocationHooks" | "invocation" | "postInvocationHooks";
  log(level: LogLevel, category: LogEntry["category"], message: string): void;
};

type InvocationModel = {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
};

export type ProgrammingModel = {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(
    capabilities: Record<string, string>,
  ): Record<string, string> | Promise<Record<string, string>>;
};

export type HookCallback = (context: object) => unknown;
