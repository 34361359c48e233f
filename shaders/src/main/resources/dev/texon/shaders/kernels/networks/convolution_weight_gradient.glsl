// Gradient of the weights of a convolution, summed over one part of the batch, of samples or, with LINES, of lines of places: a block of
// four outputs by four inputs. Reads delta: gradient of the sums, x: the input (texels); uniforms vec2 origin: first texel that is written,
// float scale: of the sum; writes gradient0, …: of output b of the four in band b, from FIRST_BAND to before END_BAND; ROWS rows a part. An
// iteration takes UNROLL_SAMPLES samples or UNROLL_PLACES places; one of both is 1. With FOLDED, texels that hold no parameter get 0: the
// norm of the gradient is that of all texels. Single-iteration loops are left out: SwiftShader takes half of a dense layer's time for them.
#include "networks/layout"
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
#for b in FIRST_BAND..END_BAND
  vec4 sum{b} = vec4(0.0);
#end
#endif
  for (int i = 0; i < PART; i += UNROLL_SAMPLES) {
#if LINES
    ivec2 line = split(first + i, OUT_HEIGHT);
    int at_sample = line.x;
    {
      int oy = line.y;
#else
    int at_sample = first + i;
#if OUT_HEIGHT > 1
    for (int oy = 0; oy < OUT_HEIGHT; oy++) {
#else
    { const int oy = 0;
#endif
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
#for u in 0..UNROLL_SAMPLES * UNROLL_PLACES
        {
          int n = UNROLL_SAMPLES > 1 ? {u} : 0;
          int x = UNROLL_SAMPLES > 1 ? ox : ox + {u};
          vec4 d = fetch_delta(q + vec2(x, n * OUT_HEIGHT));
          vec4 v = fetch_x(p + vec2(x * STRIDE, n * IN_HEIGHT));
#if PADDING > 0
          int ix = x * STRIDE + k.y - PADDING;
          v = iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH ? vec4(0.0) : v;
#endif
          v = bias ? vec4(1.0, 0.0, 0.0, 0.0) : v;
#if PARTS * PART > UNITS
          d = at_sample + n < SAMPLES ? d : vec4(0.0);
#endif
#if IN_CHANNELS == 1
          sum += d * v.r;
#else
#for b in FIRST_BAND..END_BAND
          sum{b} += pick(d, {b}) * v;
#end
#endif
        }
#end
      }
    }
  }
#for b in FIRST_BAND..END_BAND
  gradient{b} =
#if FOLDED
      left_over() ? vec4(0.0) :
#endif
#if IN_CHANNELS == 1
      vec4(scale * pick(sum, {b}), 0.0, 0.0, 0.0);
#else
      scale * sum{b};
#endif
#end
}
