// Depthwise convolution as in depthwise, of LANES rows of an image at once: row y of the output goes to y0, y1, … by y modulo LANES, in row
// y / LANES there. A line with @ is repeated for each. WEIGHTS fetches the weights of the taps into w0, w1, …, and PRODUCTS goes over the
// rows that the windows cover together: each texel is fetched once, and multiplied where it is. They use top and left: row and column of
// the first tap in the image, and px, py: centre of the texel there if the image had no padding above it; SOURCE_ROW is its row.
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / LANES);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int top = row.y * LANES * STRIDE - PADDING;
  int left = column.y * STRIDE - PADDING;
  float px = float(column.x * IN_WIDTH + left) + 0.5;
  float py = float(SOURCE_ROW) + 0.5;
  vec4 v;
  WEIGHTS
  vec4 sum@ = fetch_weights(at + ivec2(TAPS, 0));
  PRODUCTS
  y@ = store(masked(activate(sum@), column.x, OUT_CHANNELS));
}
