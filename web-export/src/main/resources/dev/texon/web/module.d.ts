/**
 * What a network of images predicts: anything that the browser can draw, of any size and aspect ratio, or a file of an image. Numbers, in
 * the units of the training's samples, are for all networks: all channels of a place together, row after row from the top.
 */
export type Source = TexImageSource | Blob | Float32Array;

export interface PredictOptions {
  /**
   * How an image of another aspect ratio fills the input: stretched, cropped to its middle, or whole on white. Without it, as was chosen
   * when the network was exported.
   */
  fit?: "stretch" | "cover" | "contain";
}

/** One output. */
export interface Output {
  /** The class, or "output 1" and so on where there are no classes. */
  name: string;
  index: number;
  value: number;
}

/** Calls of the GPU that were chosen for this browser. */
export interface Variant {
  readonly webgl: 1 | 2;
  /** What passes draw to. */
  readonly storage: "float32" | "float16";
  /** Textures that one pass draws to at most. */
  readonly targets: number;
}

/** What was found when the network was loaded. */
export interface Check {
  /** Bits to which this GPU agrees with Java's 32-bit floats, of 24; null if the export has no self-test. */
  readonly bits: number | null;
  /** False where this GPU computes wrong: do not trust what it predicts. */
  readonly fit: boolean;
}

export interface NetworkEventMap {
  /** The browser has taken the GPU away: predictions fail until it is restored. */
  lost: Event;
  /** It is there again; the detail is null, or the reason why the network cannot go on. */
  restored: CustomEvent<Error | null>;
}

/** A trained network on the GPU. */
export interface Network extends EventTarget {
  /** Names of the outputs; empty if they are numbers. */
  readonly classes: readonly string[];
  /** Names of the numbers that a sample has, for networks of tables; empty if there are none. */
  readonly columns: readonly string[];
  /** Whether the outputs are probabilities: from 0 to 1, of sum 1 in each place. */
  readonly probabilities: boolean;
  /** Width, height and channels of a sample; numbers without places are channels of one place. */
  readonly input: readonly [width: number, height: number, channels: number];
  /** Width, height and channels of the outputs. */
  readonly output: readonly [width: number, height: number, channels: number];
  /** Units of outputs that are numbers, which `predict` returns them in; null if they have none of their own. */
  readonly targets: { readonly means: readonly number[]; readonly deviations: readonly number[] } | null;
  readonly check: Check;
  /** Null while the GPU is lost, and after `dispose`. */
  readonly variant: Variant | null;
  /** What draws, by the browser's name for it. */
  readonly renderer: string;
  /** The context that the network draws in: the canvas's, or one of its own. */
  readonly gl: WebGLRenderingContext | WebGL2RenderingContext;

  /**
   * The outputs: all channels of a place together, row after row from the top. Calls are done one after another. It rejects while the
   * GPU is lost, after `dispose`, for an image without pixels, one from elsewhere that the browser keeps secret, and a wrong count of numbers.
   */
  predict(source: Source, options?: PredictOptions): Promise<Float32Array>;

  /**
   * Leaves the outputs on the GPU: fills level 0 of a 2D texture of `gl`, which gets this size and the format RGBA32F (RGBA16F where
   * `variant.storage` is float16), without filter. Needs WebGL 2, and rejects elsewhere.
   *
   * Texel i of a flat output (one place) holds the outputs from 4i to 4i + 3. Else texel (g · width + x, y) holds the four channels from 4g
   * on of the place (x, y), y from the top. Where `targets` is not null, an output is what the texel holds times the deviation plus the mean.
   */
  run(source: Source, texture: WebGLTexture, options?: PredictOptions): Promise<{ width: number; height: number }>;

  /** The largest outputs, the largest first (5 if no count is given). */
  top(outputs: ArrayLike<number>, count?: number): Output[];

  /** Outputs from 0 to 1 as an image, where they have 1, 3 or 4 channels: grey, colours, and colours with alpha. */
  image(outputs: ArrayLike<number>): ImageData;

  /** Frees all that is on the GPU. A canvas that was given keeps its context. */
  dispose(): void;

  addEventListener<K extends keyof NetworkEventMap>(
    type: K,
    listener: (event: NetworkEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * Brings the network to the GPU, and tests it there. It may be called again, for a second one.
 *
 * @param canvas whose context is used, if what is drawn there uses the outputs. The network sets all of the context's state that it depends
 *   on, and leaves it as in a new context, so that a page sets its own again before it draws. Without a canvas it takes a context of its own.
 * @throws Error what the browser lacks
 */
export function load(canvas?: HTMLCanvasElement | OffscreenCanvas): Promise<Network>;
