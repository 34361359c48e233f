// Which sample of the data set is number n of the mini-batch. Input order: 24-bit numbers in bytes, lowest first, ORDER_WIDTH a row;
// uniforms float first: place of the mini-batch in the order, size: samples in the order.
float from_bytes(vec4 v) {
  vec3 b = floor(255.0 * v.rgb + 0.5);
  return b.r + 256.0 * b.g + 65536.0 * b.b;
}
int sample_index(int n) {
  ivec2 at = split(int(min(first + float(n), size - 1.0)), ORDER_WIDTH);
  return int(from_bytes(fetch_order(ivec2(at.y, at.x))));
}
