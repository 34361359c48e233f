// Depthwise convolution as in depthwise, of LANES rows of an image at once: row y of the output goes to y0, y1, … by y modulo LANES, in row
// y / LANES there. WEIGHTS fetches the weights of the taps into w0, w1, …, and TAPS_OF_ROWS goes over the rows that the windows cover
// together: each texel is fetched once, and multiplied where it is.
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / LANES);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int left = column.y * STRIDE - PADDING;
  int top = row.y * LANES * STRIDE - PADDING;
  int x = column.x * IN_WIDTH + left;
  int y = ROW;
  vec4 v;
  WEIGHTS
  vec4 sum@ = fetch_weights(at + ivec2(TAPS, 0));
  TAPS_OF_ROWS
  y@ = store(activate(sum@) * present(column.x, OUT_CHANNELS));
}
