// Convolution as in convolution, of LANES rows of an image at once, as lanes_depthwise does it: a weight is fetched once for all of them, and
// a texel of the input once for all windows that cover it. SOURCES fetches a column of the rows that the windows cover together into v0,
// v1, …, and PRODUCTS multiplies them by the weights of a column of taps, which begin at c and, in the other bands, at c1, c2, c3.
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / LANES);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
  vec4 sum@ = bias;
  int top = row.y * LANES * STRIDE - PADDING;
  float py = float(SOURCE_ROW) + 0.5;
  float c1 = float(at.y + BAND) + 0.5;
  float c2 = c1 + float(BAND);
  float c3 = c2 + float(BAND);
  vec4 w0;
  vec4 w1;
  vec4 w2;
  vec4 w3;
  for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
    int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
    if (ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
    vec2 c = vec2(at + ivec2(kx * IN_GROUPS, 0)) + 0.5;
    float px = float(ix) + 0.5;
    for (int i = 0; i < IN_GROUPS; i++) {
      SOURCES
      PRODUCTS
      c.x += 1.0;
      px += float(IN_WIDTH);
    }
  }
  y@ = store(masked(activate(sum@), column.x, OUT_CHANNELS));
}
