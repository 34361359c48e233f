// Writes where it is. Writes bytes: column low, column high, row low, row high.
void main() {
  vec2 p = vec2(fragment());
  vec2 high = floor(p / 256.0);
  vec2 low = p - 256.0 * high;
  bytes = vec4(low.x, high.x, low.y, high.y) / 255.0;
}
