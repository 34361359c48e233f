// Gradient of the weights of a convolution, summed over one part of the batch, of samples or, with LINES, of lines of places: a block of four outputs by four inputs.
// Reads delta: gradient of the sums, x: the input (texels); uniforms vec2 origin: first texel that is written, float scale: of the sum;
// writes gradient@, that of output @ of the four, ROWS rows a part. A line with @ is repeated for each band that is written,
// and those with | at the beginning for 0, 1, … in the place of %: samples or places that one iteration takes. What would be a loop of
// one turn is none: SwiftShader takes half of a dense layer's time for such loops.
void main() {
  ivec2 at = fragment() - ivec2(origin);
  ivec2 part = split(at.y, ROWS);
  ivec2 tap = split(at.x, IN_GROUPS);
  ivec2 k = split(tap.x, KERNEL_WIDTH);
  bool bias = at.x == TAPS * IN_GROUPS;
  int first = part.x * PART;
#if IN_CHANNELS == 1
  vec4 sum = vec4(0.0);
#else
  vec4 sum@ = vec4(0.0);
#endif
  for (int i = 0; i < PART; i += UNROLL_SAMPLES) {
#if LINES
    ivec2 line = split(first + i, OUT_HEIGHT);
    int at_sample = line.x;
    {
      int oy = line.y;
#else
    int at_sample = first + i;
#endif
#if LINES
#elif OUT_HEIGHT > 1
    for (int oy = 0; oy < OUT_HEIGHT; oy++) {
#else
    { const int oy = 0;
#endif
      int iy = oy * STRIDE + k.x - PADDING;
      // Centres of texels. Beside the image, and for the bias, what is fetched there is not taken.
      vec2 p = vec2(ivec2(tap.y * IN_WIDTH + k.y - PADDING, at_sample * IN_HEIGHT + iy)) + 0.5;
      vec2 q = vec2(ivec2(part.y * OUT_WIDTH, at_sample * OUT_HEIGHT + oy)) + 0.5;
#if OUT_WIDTH > UNROLL_PLACES
      for (int ox = 0; ox < OUT_WIDTH; ox += UNROLL_PLACES) {
#else
      { const int ox = 0;
#endif
|       {
|         int n = UNROLL_SAMPLES > 1 ? % : 0;
|         int x = UNROLL_SAMPLES > 1 ? ox : ox + %;
|         vec4 d = fetch_delta(q + vec2(x, n * OUT_HEIGHT));
|         vec4 v = fetch_x(p + vec2(x * STRIDE, n * IN_HEIGHT));
|#if PADDING > 0
|         int ix = x * STRIDE + k.y - PADDING;
|         v = iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH ? vec4(0.0) : v;
|#endif
|         v = bias ? vec4(1.0, 0.0, 0.0, 0.0) : v;
|#if PARTS * PART > UNITS
|         d = at_sample + n < SAMPLES ? d : vec4(0.0);
|#endif
|#if IN_CHANNELS == 1
|         sum += d * v.r;
|#else
|         sum@ += pick(d, @) * v;
|#endif
|       }
      }
    }
  }
#if IN_CHANNELS == 1
  gradient@ = vec4(scale * pick(sum, @), 0.0, 0.0, 0.0);
#else
  gradient@ = scale * sum@;
#endif
}
