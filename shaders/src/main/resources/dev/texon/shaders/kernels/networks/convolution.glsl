// Convolution of a batch with bias and activation; a dense layer is the case of one tap and one place. Reads x, weights (texels);
// uniform vec2 block: first texel of the layer's weights in each band of BAND rows, a row four outputs, TAPS * IN_GROUPS columns and
// then the bias; writes y@: a line with @ is repeated for each target. SOURCE_@ fetches what target @ is made of, ROW_@ is the row in it
// where its image begins, given row: sample and place. PARTS parts of PART groups of inputs lie side by side. FINISH(sum, group) makes of
// a sum what is written. What would be a loop of one turn is none, since
// some compilers leave it in.
void main() {
  ivec2 part = split(fragment().x, OUT_GROUPS * OUT_WIDTH);
  ivec2 column = split(part.y, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int first = part.x * PART;
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
  if (part.x > 0) { bias = vec4(0.0); }
  vec4 sum@ = bias;
  int row@ = ROW_@;
#if KERNEL_HEIGHT > 1 || PADDING > 0
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
#else
  { const int ky = 0;
#endif
    int iy = row.y * STRIDE + ky - PADDING;
#if KERNEL_WIDTH > 1 || PADDING > 0
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
#else
    { const int kx = 0;
#endif
      int ix = column.y * STRIDE + kx - PADDING;
#if PADDING > 0
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
#endif
      // Centres of texels: what does not change is added up outside the loop, which not every compiler does.
      vec2 c = vec2(at + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + first, 0)) + 0.5;
      float c1 = c.y + float(BAND);
      float c2 = c1 + float(BAND);
      float c3 = c2 + float(BAND);
      float px = float(first * IN_WIDTH + ix) + 0.5;
      float q@ = float(row@ + iy) + 0.5;
#if PART > 1
      for (int i = 0; i < PART; i++) {
#else
      { const int i = 0;
#endif
#if PARTS * PART > IN_GROUPS
        if (first + i >= IN_GROUPS) { continue; }
#endif
        vec4 w0 = fetch_weights(c);
        vec4 w1 = fetch_weights(vec2(c.x, c1));
        vec4 w2 = fetch_weights(vec2(c.x, c2));
        vec4 w3 = fetch_weights(vec2(c.x, c3));
        vec4 v@ = SOURCE_@(vec2(px, q@));
#if IN_CHANNELS == 1
        vec4 w = vec4(w0.r, w1.r, w2.r, w3.r);
        sum@ += v@.r * w;
#else
        sum@ += vec4(dot(v@, w0), dot(v@, w1), dot(v@, w2), dot(v@, w3));
#endif
        c.x += 1.0;
        px += float(IN_WIDTH);
      }
    }
  }
  y@ = FINISH(sum@, column.x);
}
