// Gradient of the weights of a depthwise convolution, summed over one part of the batch, of samples or, with
// LINES, of lines of places. Reads delta, x (texels);
// uniforms vec2 origin: first texel that is written, float scale: of the sum; writes gradient0, ROWS rows a part.
#include "networks/layout"
void main() {
  ivec2 at = fragment() - ivec2(origin);
  ivec2 part = split(at.y, ROWS);
  ivec2 k = split(at.x, KERNEL_WIDTH);
  bool bias = at.x == TAPS;
  int first = part.x * PART;
  vec4 sum = vec4(0.0);
  for (int i = 0; i < PART; i++) {
#if LINES
    ivec2 line = split(first + i, OUT_HEIGHT);
    int n = line.x;
    if (n >= SAMPLES) { continue; }
    {
      int oy = line.y;
#else
    int n = first + i;
    if (n >= SAMPLES) { continue; }
    for (int oy = 0; oy < OUT_HEIGHT; oy++) {
#endif
      int iy = oy * STRIDE + k.x - PADDING;
      for (int ox = 0; ox < OUT_WIDTH; ox++) {
        int ix = ox * STRIDE + k.y - PADDING;
        vec4 v = vec4(1.0);
        if (!bias) {
#if PADDING > 0
          if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
          v = fetch_x(ivec2(part.y * IN_WIDTH + ix, n * IN_HEIGHT + iy));
        }
        sum += fetch_delta(ivec2(part.y * OUT_WIDTH + ox, n * OUT_HEIGHT + oy)) * v;
      }
    }
  }
  gradient0 = scale * sum;
}
