// Gradient of the weights of a convolution, summed over the samples of one part of the batch: a block of four outputs by four inputs.
// Reads delta: gradient of the sums, x: the input (texels); uniforms vec2 origin: first texel that is written, float scale: of the sum;
// writes gradient@, that of output @ of the four, ROWS rows a part. A line with @ is repeated for each band that is written.
void main() {
  ivec2 at = fragment() - ivec2(origin);
  ivec2 part = split(at.y, ROWS);
  ivec2 tap = split(at.x, IN_GROUPS);
  ivec2 k = split(tap.x, KERNEL_WIDTH);
  bool bias = at.x == TAPS * IN_GROUPS;
  int first = part.x * PART;
  vec4 sum@ = vec4(0.0);
  for (int i = 0; i < PART; i++) {
    int n = first + i;
    if (n >= SAMPLES) { continue; }
    for (int oy = 0; oy < OUT_HEIGHT; oy++) {
      int iy = oy * STRIDE + k.x - PADDING;
      for (int ox = 0; ox < OUT_WIDTH; ox++) {
        int ix = ox * STRIDE + k.y - PADDING;
        vec4 v = vec4(1.0, 0.0, 0.0, 0.0);
        if (!bias) {
#if PADDING > 0
          if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
          v = fetch_x(ivec2(tap.y * IN_WIDTH + ix, n * IN_HEIGHT + iy));
        }
        vec4 d = fetch_delta(ivec2(part.y * OUT_WIDTH + ox, n * OUT_HEIGHT + oy));
        sum@ += pick(d, @) * v;
      }
    }
  }
  gradient@ = scale * sum@;
}
